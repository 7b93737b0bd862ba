using System.Diagnostics;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>The program itself, started as users start it.</summary>
internal sealed class SpinnmanProcess : IDisposable
{
    private readonly Process _process;

    private SpinnmanProcess(Process process)
    {
        _process = process;
        Error = process.StandardError.ReadToEndAsync();
    }

    public StreamReader Out => _process.StandardOutput;

    public Task<string> Error { get; }

    public static SpinnmanProcess Start(params string[] args)
    {
        // A shell that runs the tests in the background makes its children deaf to SIGINT; env gives them their hearing back.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", Path.Combine(AppContext.BaseDirectory, "spinnman"), .. args])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        return new SpinnmanProcess(Process.Start(start)!);
    }

    public async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using Process kill = Process.Start("/bin/kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    public async Task<int> ExitCodeAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();

        _process.Dispose();
    }
}
