using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SpiNNMan.Async.SideBySide.Native;

/// <summary>The responder in a process of its own: fresh for every measurement, so that none inherits anything.</summary>
internal sealed class Responder : IAsyncDisposable
{
    private readonly Process _process;

    private Responder(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public static async Task<Responder> StartAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("The responder cannot be started.");
        string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return line is ['p', 'o', 'r', 't', ' ', .. var port]
            ? new Responder(process, int.Parse(port, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The responder did not start: {line}");
    }

    /// <summary>Ends it, and asks what it did.</summary>
    public async Task<ResponderReport> StopAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        string report = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return JsonSerializer.Deserialize<ResponderReport>(report, JsonSerializerOptions.Web) ?? throw new InvalidOperationException("The responder reported nothing.");
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();

        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
