using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>What looks into the cores of a machine that execute.</summary>
internal sealed class DebugSession : IAsyncDisposable
{
    public DebugServer? Server { get; set; }

    public RunTracing? Tracing { get; set; }

    public TextWriter? TraceWriter { get; set; }

    /// <summary>What went wrong in programs.</summary>
    public IReadOnlyList<string> Faults => Tracing?.Faults ?? [];

    /// <summary>Lets debuggers go, and writes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();

        Tracing?.End();
        if (TraceWriter is not null)
            await TraceWriter.DisposeAsync();
    }
}
