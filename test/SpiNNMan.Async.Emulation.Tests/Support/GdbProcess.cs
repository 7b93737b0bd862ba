using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SpiNNMan.Async.Emulation.Tests.Support;

/// <summary>Debian's gdb-multiarch in a conversation: a command, then what it says to it.</summary>
internal sealed class GdbProcess : IAsyncDisposable
{
    /// <summary>It says so when it finds a defect of its own, and waits for an answer then.</summary>
    public const string Defect = "internal-error:";

    private static readonly string? s_program =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "gdb-multiarch")).FirstOrDefault(File.Exists);

    private readonly Process _process;
    private readonly string _folder;
    private readonly StringBuilder _said = new();
    private readonly char[] _buffer = new char[4096];
    private int _from;
    private int _seen;
    private int _asked;

    private GdbProcess(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>All that it has said.</summary>
    public string Said => _said.ToString();

    /// <summary>Starts it with the symbols of a program.</summary>
    public static async Task<GdbProcess> StartAsync(string program, CancellationToken token)
    {
        if (s_program is null) Assert.Ignore("gdb-multiarch is not installed: apt-get install gdb-multiarch");
        string folder = Directory.CreateTempSubdirectory("gdb").FullName;
        string elf = Path.Combine(folder, $"{program}.elf");
        await File.WriteAllBytesAsync(elf, TestMachine.Resource($"{program}.elf"), token);
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" -nx -nh -q \"$1\" 2>&1", s_program!, elf]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        var gdb = new GdbProcess(Process.Start(start)!, folder);
        foreach (string setting in (string[])["pagination off", "confirm off", "width 0", "tcp connect-timeout 100", "remotetimeout 100"]) await gdb.AskAsync($"set {setting}", token);
        return gdb;
    }

    /// <summary>Reaches a machine.</summary>
    public Task<string> ConnectAsync(int port, CancellationToken token) => AskAsync(string.Create(CultureInfo.InvariantCulture, $"target remote 127.0.0.1:{port}"), token);

    /// <summary>Gives it a command, and waits until it has executed it.</summary>
    /// <returns>What it said.</returns>
    public Task<string> AskAsync(string command, CancellationToken token)
    {
        string mark = string.Create(CultureInfo.InvariantCulture, $"asked {++_asked}!");
        _from = _seen;
        return SayAsync($"{command}\necho {mark}\\n\n", mark, token);
    }

    /// <summary>Waits until it has said something that matches, since the last command.</summary>
    /// <returns>What it said since it was asked before.</returns>
    public Task<string> WaitAsync(string pattern, CancellationToken token)
    {
        _seen = _from;
        return SayAsync("", pattern, token);
    }

    public async ValueTask DisposeAsync()
    {
        await TestContext.Out.WriteLineAsync(Said);
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> SayAsync(string text, string pattern, CancellationToken token)
    {
        await _process.StandardInput.WriteAsync(text.AsMemory(), token);
        await _process.StandardInput.FlushAsync(token);
        while (true)
        {
            string news = _said.ToString(_seen, _said.Length - _seen);
            if (Regex.Match(news, pattern) is { Success: true } match)
            {
                _seen += match.Index + match.Length;
                return news[..(match.Index + match.Length)];
            }

            int count = await _process.StandardOutput.ReadAsync(_buffer, token);
            if (count == 0) throw new EndOfStreamException($"gdb has ended: {Said}");
            _said.Append(_buffer, 0, count);
            if (Said.Contains(Defect, StringComparison.Ordinal)) throw new InvalidOperationException($"gdb itself failed: {Said}");
        }
    }
}
