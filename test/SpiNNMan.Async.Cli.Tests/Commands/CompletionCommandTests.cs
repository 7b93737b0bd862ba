using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>What makes shells complete, and what they are told.</summary>
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
}
