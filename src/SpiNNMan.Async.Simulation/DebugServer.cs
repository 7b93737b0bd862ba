using System.Net;
using SpiNNMan.Async.Emulation.Debugging.Protocol;

namespace SpiNNMan.Async.Simulation;

/// <summary>Waits for debuggers of cores that execute, and serves one at a time. Any debugger that speaks the remote protocol of GDB can connect.</summary>
/// <remarks>Protocol: debugging.md.</remarks>
public sealed class DebugServer : IAsyncDisposable
{
    private readonly GdbServer _server;

    internal DebugServer(GdbServer server) => _server = server;

    /// <summary>The address and port where it waits.</summary>
    public IPEndPoint EndPoint => _server.EndPoint;

    /// <summary>Disconnects the debugger, lets the machine go on, and accepts no more debuggers.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
