using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Connections;

/// <summary>Writes to the log of a user when a connection opens, drops messages, and closes.</summary>
/// <param name="logger">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class ConnectionJournal(ILogger logger, TimeProvider time)
{
    private LogThrottle _dropped;

    /// <summary>Something is missing that the system should have.</summary>
    /// <returns>Whether it was written.</returns>
    public bool TellLacking(string what)
    {
        if (!logger.IsEnabled(LogLevel.Warning))
            return false;

        Log.SystemLacks(logger, what);
        return true;
    }

    public void OnOpened(DatagramConnection connection)
    {
        if (logger.IsEnabled(LogLevel.Debug))
            Log.ConnectionOpened(logger, connection.ToString()!, $"{connection.LocalIPAddress}:{connection.LocalPort}");
    }

    /// <summary>A message was dropped because no caller took it in time.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="total">How many were dropped so far.</param>
    public void OnDropped(DatagramConnection connection, long total)
    {
        if (logger.IsEnabled(LogLevel.Warning) && _dropped.TryPass(time, out _))
            Log.MessagesDropped(logger, connection.ToString()!, total);
    }

    public void OnClosed(DatagramConnection connection)
    {
        if (!logger.IsEnabled(LogLevel.Warning))
            return;

        ConnectionStatistics statistics = connection.Statistics;
        if (statistics.SystemDropped > 0)
            Log.SystemDropped(logger, connection.ToString()!, statistics.SystemDropped.Value);
        if (logger.IsEnabled(LogLevel.Debug))
            Log.ConnectionClosed(logger, connection.ToString()!, statistics.DatagramsReceived, statistics.Malformed, statistics.InboundDropped);
    }
}
