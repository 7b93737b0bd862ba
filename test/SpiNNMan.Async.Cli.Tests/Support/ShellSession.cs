using System.Diagnostics;
using System.Text;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>A command line in a terminal of its own: it is typed to, and what it says is waited for.</summary>
internal sealed class ShellSession : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly char[] _buffer = new char[4096];
    private int _seen;

    private ShellSession(Process process) => _process = process;

    /// <summary>Starts a command line.</summary>
    /// <param name="folder">The folder in which it is typed.</param>
    /// <param name="command">The command line, for a shell.</param>
    public static ShellSession Start(string folder, string command)
    {
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal", "/bin/sh", "-c", $"{{ {command}; }} 2>&1"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(SpinnmanProcess.Path)}:{Environment.GetEnvironmentVariable("PATH")}";
        return new ShellSession(Process.Start(start)!);
    }

    public async Task TypeAsync(string line, CancellationToken token)
    {
        await _process.StandardInput.WriteAsync($"{line}\n".AsMemory(), token);
        await _process.StandardInput.FlushAsync(token);
    }

    /// <summary>Waits until it has said something, since it was last waited for.</summary>
    public async Task<string> WaitAsync(string text, CancellationToken token)
    {
        while (true)
        {
            string all = _said.ToString();
            int at = all.IndexOf(text, _seen, StringComparison.Ordinal);
            if (at >= 0)
            {
                _seen = at + text.Length;
                return all;
            }

            if (!await ReadAsync(token))
                throw new EndOfStreamException($"It has ended without '{text}': {_said}");
        }
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code, and all that it has said.</returns>
    public async Task<(int ExitCode, string Said)> EndAsync(CancellationToken token)
    {
        while (await ReadAsync(token))
        {
            // All of it is kept.
        }

        await _process.WaitForExitAsync(token);
        return (_process.ExitCode, _said.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await TestContext.Out.WriteLineAsync(_said.ToString());
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task<bool> ReadAsync(CancellationToken token)
    {
        int count = await _process.StandardOutput.ReadAsync(_buffer, token);
        _said.Append(_buffer, 0, count);
        return count > 0;
    }
}
