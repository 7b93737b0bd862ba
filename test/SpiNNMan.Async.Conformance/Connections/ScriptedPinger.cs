using System.Net;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>Counts pings, and has one of them answered.</summary>
internal sealed class ScriptedPinger(int answered) : IPinger
{
    public int Pings { get; private set; }

    public ValueTask<bool> PingAsync(IPAddress address, TimeSpan timeout, CancellationToken cancellationToken) => ValueTask.FromResult(++Pings == answered);
}
