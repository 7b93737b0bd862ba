using System.Net;

namespace SpiNNMan.Async.Transport;

/// <summary>Asks a host whether it is there.</summary>
public interface IPinger
{
    /// <summary>Sends one echo request and waits for the answer.</summary>
    /// <returns>Whether an answer came in time. An error of the network counts as no answer.</returns>
    ValueTask<bool> PingAsync(IPAddress address, TimeSpan timeout, CancellationToken cancellationToken);
}
