using System.Diagnostics;

namespace SpiNNMan.Async.Campaign.Runs;

/// <summary>A process that runs worlds.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    public WorkerProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet")
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);

        start.ArgumentList.Add("--worker");
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        // It says itself what it died of; the dump that the runtime prints adds nothing.
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
    }

    /// <summary>The next line; <see langword="null"/> when it has ended.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    public int WaitForExit()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();

        _process.Dispose();
    }
}
