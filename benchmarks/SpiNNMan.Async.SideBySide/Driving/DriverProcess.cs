using System.Diagnostics;
using System.Text.Json;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>A process that drives the library; it stays, and so stays warm.</summary>
internal sealed class DriverProcess : IAsyncDisposable
{
    private readonly Process _process;

    public DriverProcess() => _process = Process.Start(
        new ProcessStartInfo("dotnet", ["exec", typeof(DriverProcess).Assembly.Location, Driver.Argument]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })
        ?? throw new InvalidOperationException("The library's driver cannot be started.");

    public bool HasExited => _process.HasExited;

    public async Task<RunResult> RunAsync(Job job, CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(job, DriverJson.Default.Job).AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
            string line = await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The library's driver has ended.");
            RunResult result = JsonSerializer.Deserialize(line, DriverJson.Default.RunResult) ?? throw new InvalidOperationException("The library's driver said nothing.");
            return result.Error is null ? result : throw new InvalidOperationException($"The library failed: {result.Error}");
        }
        catch (OperationCanceledException)
        {
            _process.Kill(); // Whatever it does, the next measurement starts afresh.
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }
}
