using System.Net;
using SpiNNMan.Async.Emulation.Debugging.Protocol;

namespace SpiNNMan.Async.Simulation;

/// <summary>Waits for debuggers of cores that execute, and serves one at a time: any that speaks the remote protocol of GDB.</summary>
/// <remarks>Protocol: debugging.md.</remarks>
public sealed class DebugServer : IAsyncDisposable
{
    private readonly GdbServer _server;

    internal DebugServer(GdbServer server) => _server = server;

    /// <summary>Where it waits.</summary>
    public IPEndPoint EndPoint => _server.EndPoint;

    /// <summary>Turns away the debugger that is there, lets the machine go on, and waits for no more.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
