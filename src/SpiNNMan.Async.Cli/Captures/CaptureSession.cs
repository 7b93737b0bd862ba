using System.CommandLine;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Cli.Datagrams;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Captures;

/// <summary>Captures what a command sends and receives, into a file, onto standard error, or both.</summary>
internal sealed class CaptureSession : IDisposable
{
    private readonly Terminal _terminal;
    private readonly FileInfo? _file;
    private readonly PacketCapture _capture;

    private CaptureSession(Terminal terminal, FileInfo? file, PacketCapture capture)
    {
        _terminal = terminal;
        _file = file;
        _capture = capture;
        AppDomain.CurrentDomain.ProcessExit += EndFile;
    }

    /// <summary>Runs a command, and captures it if the user wants that. However the command ends, the file is whole.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Where requests and replies are printed.</param>
    /// <param name="run">Runs the command.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    public static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, Func<Task<int>> run, CancellationToken cancellationToken)
    {
        FileInfo? file = CaptureOptions.FileOf(parsed);
        bool isVerbose = CaptureOptions.IsVerbose(parsed);
        if (file is null && !isVerbose)
            return await run();

        terminal.IsVerbose = isVerbose;
        using CaptureSession session = Create(parsed, terminal, file, isVerbose);

        // A second signal may end the process at once.
        CancellationTokenRegistration flushing = cancellationToken.UnsafeRegister(static capture => ((PacketCapture)capture!).Flush(), session._capture);
        try
        {
            using (session._capture.Attach())
                return await run();
        }
        finally
        {
            await flushing.DisposeAsync();
            session.Dispose();
            await session.ReportAsync();
        }
    }

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= EndFile;
        _capture.Dispose();
    }

    private static CaptureSession Create(ParseResult parsed, Terminal terminal, FileInfo? file, bool isVerbose)
    {
        Action<CapturedDatagram>? watcher = isVerbose ? new DatagramPrinter(terminal.Error).Print : null;
        PacketCaptureOptions options = CaptureOptions.Read(parsed, watcher);
        if (file is null)
            return new CaptureSession(terminal, file, PacketCapture.Watch(watcher!, options));

        OutputFiles.RequireWritable(file.FullName);
        return new CaptureSession(terminal, file, PacketCapture.Create(file.FullName, options));
    }

    private void EndFile(object? sender, EventArgs arguments) => _capture.Dispose();

    private async Task ReportAsync()
    {
        if (_file is null)
            return;

        if (_capture.Error is { } error)
            await _terminal.Error.WriteLineAsync($"warning: the capture in {_file.Name} ended early: {error.Message}");
        else if (_capture.LeftOut > 0)
            await _terminal.Error.WriteLineAsync($"warning: {_file.Name} is full, and {Quantities.Count(_capture.LeftOut, "datagram")} were left out; --capture-size makes it larger, --capture-last keeps the last ones.");

        await _terminal.Error.WriteLineAsync($"{Quantities.Count(_capture.Datagrams, "datagram")} captured in {_file.Name}.");
    }
}
