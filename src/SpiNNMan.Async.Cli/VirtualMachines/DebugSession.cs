using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>The debug server and the tracing of a virtual machine.</summary>
internal sealed class DebugSession : IAsyncDisposable
{
    public DebugServer? Server { get; set; }

    public RunTracing? Tracing { get; set; }

    public TextWriter? TraceWriter { get; set; }

    /// <summary>The files that get their names when they are whole. The second name is the one that the file has until then.</summary>
    public List<(string Final, string Temporary)> Files { get; } = [];

    /// <summary>The faults of programs that the tracing found.</summary>
    public IReadOnlyList<string> Faults => Tracing?.Faults ?? [];

    /// <summary>Disconnects debuggers, ends the tracing, and writes its files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();

        try
        {
            Tracing?.End();
            if (TraceWriter is not null)
                await TraceWriter.DisposeAsync();

            foreach ((string final, string temporary) in Files.Where(static file => File.Exists(file.Temporary)))
                File.Move(temporary, final, overwrite: true);
        }
        finally
        {
            foreach ((string _, string temporary) in Files)
                File.Delete(temporary);
        }
    }
}
