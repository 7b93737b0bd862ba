using Microsoft.Extensions.Logging;

namespace SpiNNMan.Async.Diagnostics;

/// <summary>The events of sockets, connections and messages. Event numbers go by hundreds per area and are never used again; names are API once released. docs/logs.md lists all of them.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Debug, "The network reported an error at {Local}: {Error}")]
    public static partial void WireError(ILogger logger, string local, string error);

    [LoggerMessage(102, LogLevel.Error, "The dispatcher of {Connection} met an unexpected error")]
    public static partial void DispatcherFailed(ILogger logger, Exception exception, string connection);

    [LoggerMessage(103, LogLevel.Error, "The socket to {Peer} threw an exception that sockets must not throw")]
    public static partial void SocketFailed(ILogger logger, Exception exception, string peer);

    [LoggerMessage(104, LogLevel.Warning, "{What}")]
    public static partial void SystemLacks(ILogger logger, string what);

    [LoggerMessage(105, LogLevel.Debug, "{Connection} is open, at {Local}")]
    public static partial void ConnectionOpened(ILogger logger, string connection, string local);

    [LoggerMessage(106, LogLevel.Debug, "{Connection} is closed; it received {Received} datagrams, {Malformed} of them unreadable, and {Dropped} were dropped because no caller took them in time")]
    public static partial void ConnectionClosed(ILogger logger, string connection, long received, long malformed, long dropped);

    [LoggerMessage(201, LogLevel.Warning, "A listener for {Message} threw; it goes on with the next message")]
    public static partial void ListenerFailed(ILogger logger, Exception exception, string message);

    [LoggerMessage(202, LogLevel.Debug, "{Connection} dropped a datagram of {Length} bytes: {Problem}")]
    public static partial void Malformed(ILogger logger, string connection, int length, string problem);

    [LoggerMessage(203, LogLevel.Warning, "{Connection} has dropped {Dropped} messages so far: its callers do not take them in time")]
    public static partial void MessagesDropped(ILogger logger, string connection, long dropped);

    [LoggerMessage(204, LogLevel.Warning, "{Connection}: the system has dropped {Dropped} datagrams so far, because the receive buffer was full")]
    public static partial void SystemDropped(ILogger logger, string connection, long dropped);
}
