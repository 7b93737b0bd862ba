using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The debug server and the tracing of a virtual machine.</summary>
internal sealed class DebugSession : IAsyncDisposable
{
    public DebugServer? Server { get; set; }

    public RunTracing? Tracing { get; set; }

    public TextWriter? TraceWriter { get; set; }

    /// <summary>The faults of programs that the tracing found.</summary>
    public IReadOnlyList<string> Faults => Tracing?.Faults ?? [];

    /// <summary>Disconnects debuggers, ends the tracing, and writes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();

        Tracing?.End();
        if (TraceWriter is not null)
            await TraceWriter.DisposeAsync();
    }
}
