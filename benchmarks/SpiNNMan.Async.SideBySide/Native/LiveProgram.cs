using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SpiNNMan.Async.SideBySide.Driving;

namespace SpiNNMan.Async.SideBySide.Native;

/// <summary>The program in C at one end of live data.</summary>
internal sealed class LiveProgram : IAsyncDisposable
{
    private readonly Process _process;

    private LiveProgram(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>The port that it receives at.</summary>
    public int Port { get; }

    /// <summary>Starts it as something that receives.</summary>
    public static async Task<LiveProgram> StartAsync(string program, string mode, string[] arguments, CancellationToken cancellationToken)
    {
        Process process = Start(program, [mode, .. arguments]);
        string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return line is ['p', 'o', 'r', 't', ' ', .. var port]
            ? new LiveProgram(process, int.Parse(port, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The program for live data did not start: {line}");
    }

    /// <summary>Runs it as something that sends.</summary>
    /// <returns>What it sent: events count as requests.</returns>
    public static async Task<RunResult> RunAsync(string program, string mode, string[] arguments, CancellationToken cancellationToken)
    {
        await using var running = new LiveProgram(Start(program, [mode, .. arguments]), port: 0);
        return await running.ReportAsync(cancellationToken);
    }

    /// <summary>Ends what it does, and asks what it did: events count as requests.</summary>
    public async Task<RunResult> ReportAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        string report = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode == 0 && JsonSerializer.Deserialize<RunResult>(report, JsonSerializerOptions.Web) is { } result
            ? result
            : throw new InvalidOperationException($"The program for live data failed: {report}");
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();

        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })
        ?? throw new InvalidOperationException("The program for live data cannot be started.");
}
