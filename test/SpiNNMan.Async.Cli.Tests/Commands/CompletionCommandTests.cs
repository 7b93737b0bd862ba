using System.Diagnostics;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The scripts for shells, and the completions that the tool gives them.</summary>
internal sealed class CompletionCommandTests
{
    [TestCase("bash")]
    [TestCase("zsh")]
    [TestCase("fish")]
    [TestCase("pwsh")]
    public async Task Every_shell_has_a_script_that_asks_the_tool(string shell)
    {
        CommandRun run = await CommandRun.OfAsync("completion", shell);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out, Does.Contain("[suggest:"));
    }

    [TestCase("spinnman do", "doctor")]
    [TestCase("spinnman power ", "cycle")]
    [TestCase("spinnman doctor --pat", "--patience")]
    [TestCase("spinnman completion ", "fish")]
    public async Task The_tool_says_what_fits(string line, string fits)
    {
        CommandRun run = await CommandRun.OfAsync($"[suggest:{line.Length}]", line);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out.Split('\n', StringSplitOptions.TrimEntries), Has.Member(fits));
    }

    [TestCase("spinnman signal host 17 ", "sync0")]
    [TestCase("spinnman wait host 17 fin", "finished")]
    [TestCase("spinnman ps host --state ", "runtimeexception")]
    [TestCase("spinnman vm --board ", "spin5")]
    [TestCase("spinnman boot host --board-version ", "5")]
    [TestCase("spinnman load host virtual:h", "virtual:hello")]
    [TestCase("spinnman run host ", "virtual:barrier")]
    [TestCase("spinnman vm --run my_app=", "my_app=ticks")]
    [TestCase("spinnman help ", "bench")]
    [TestCase("spinnman version ", "lab:5")]
    [TestCase("spinnman read ", "spinn-4")]
    [TestCase("spinnman heap ", ".")]
    [TestCase("spinnman live ", "send")]
    [TestCase("spinnman live ", "spinn-4")]
    [TestCase("spinnman live --data", "--database")]
    [TestCase("spinnman live send in 1 --host ", "spinn-5")]
    [TestCase("spinnman console ", ".")]
    [TestCase("spinnman power on ", "10.1.2.3")]
    public async Task The_tool_knows_signals_states_boards_programs_and_hosts(string line, string fits)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("my.conf"), "host = lab:5\nhosts = spinn-4 spinn-5\nbmps = 10.1.2.3\n");
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["SPINNMAN_CONFIG"] = directory.File("my.conf") };

        CommandRun run = await CommandRun.OfAsync([$"[suggest:{line.Length}]", line], variables: variables);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Out.Split('\n', StringSplitOptions.TrimEntries), Has.Member(fits));
    }

    [Test, CancelAfter(60_000), Platform(Include = "Linux", Reason = "It takes a bash.")]
    public async Task Bash_itself_completes(CancellationToken cancellationToken)
    {
        const string complete = """
            source <(spinnman completion bash)
            for line in "spinnman do" "spinnman power o" "spinnman doctor --pat" "spinnman load h virtual:hel"; do
                COMP_LINE=$line COMP_POINT=${#line} COMP_WORDS=($line) COMP_CWORD=$(wc -w <<< "${line% *}") COMPREPLY=()
                _spinnman
                echo "${COMPREPLY[@]}"
            done
            """;
        var start = new ProcessStartInfo("/bin/bash", ["-c", complete]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["PATH"] = AppContext.BaseDirectory + ":" + start.Environment["PATH"];
        using Process bash = Process.Start(start)!;

        string[] lines = (await bash.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n');

        Assert.That(lines, Is.EqualTo(new[] { "doctor", "off on", "--patience", "hello", "" }));
    }

    [Test]
    public async Task What_looks_like_a_path_is_not_suggested()
    {
        CommandRun run = await CommandRun.OfAsync("[suggest:15]", "spinnman power ");

        Assert.That(run.Out, Does.Contain("--help").And.Not.Contain("/"));
    }
}
