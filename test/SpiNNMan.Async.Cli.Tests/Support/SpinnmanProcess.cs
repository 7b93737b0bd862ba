using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Cli.Processes;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Runs the program as a process, as users do.</summary>
internal sealed class SpinnmanProcess : IDisposable
{
    /// <summary>Lets the process receive every signal. A process that a shell starts in the background ignores SIGINT, and one that nohup starts ignores SIGHUP, and it would inherit that from the tests.</summary>
    private static readonly string[] s_hearing = ["--default-signal"];

    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly string? _temporaryFile;

    private SpinnmanProcess(Process process, string? temporaryFile)
    {
        _process = process;
        _temporaryFile = temporaryFile;
        _error = process.StandardError.ReadToEndAsync();
    }

    public StreamReader Out => _process.StandardOutput;

    public int Id => _process.Id;

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "spinnman");

    /// <summary>Starts the program, with as much time to clean up after a signal as this computer needs.</summary>
    public static SpinnmanProcess Start(params string[] args) => StartWith([], args);

    /// <summary>Starts the program by <c>env</c>, with options and variables of the test.</summary>
    public static SpinnmanProcess StartWith(string[] environment, params string[] args) => Run("/usr/bin/env", [.. s_hearing, .. environment, Path, .. args], hasGrace: true);

    /// <summary>Starts the program with its defaults: it ends a second after a signal.</summary>
    public static SpinnmanProcess StartWithoutGrace(params string[] args) => Run("/usr/bin/env", [.. s_hearing, Path, .. args], hasGrace: false);

    /// <summary>Starts the program by a line of a shell, in which <c>"$@"</c> stands for the program and its arguments.</summary>
    public static SpinnmanProcess StartByShell(string line, params string[] args) => Run("/usr/bin/env", [.. s_hearing, "/bin/sh", "-c", line, "sh", Path, .. args], hasGrace: true);

    /// <summary>Starts the program with a switch of the runtime, as its settings file has them.</summary>
    public static SpinnmanProcess StartWithSwitch(string name, bool isOn, params string[] args)
    {
        string settings = Path + ".runtimeconfig.json";
        JsonNode root = JsonNode.Parse(File.ReadAllText(settings))!;
        root["runtimeOptions"]!["configProperties"]![name] = isOn;
        string changed = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"spinnman-{Guid.NewGuid():N}.runtimeconfig.json");
        File.WriteAllText(changed, root.ToJsonString());
        return Run("/usr/bin/env", [.. s_hearing, "dotnet", "exec", "--runtimeconfig", changed, Path + ".dll", .. args], hasGrace: true, changed);
    }

    /// <summary>Everything that the program wrote to standard error. Its children have the same stream, so this ends when the last of them has ended.</summary>
    public Task<string> ErrorAsync(CancellationToken cancellationToken) => _error.WaitAsync(cancellationToken);

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
            _process.Kill(entireProcessTree: true);

        _process.Dispose();
        if (_temporaryFile is not null)
            File.Delete(_temporaryFile);
    }

    private static SpinnmanProcess Run(string program, string[] args, bool hasGrace, string? temporaryFile = null)
    {
        var start = new ProcessStartInfo(program, args)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (hasGrace)
            start.Environment[Grace.Variable] = Pace.Scale(TimeSpan.FromSeconds(5)).TotalSeconds.ToString(CultureInfo.InvariantCulture);

        return new SpinnmanProcess(Process.Start(start)!, temporaryFile);
    }
}
