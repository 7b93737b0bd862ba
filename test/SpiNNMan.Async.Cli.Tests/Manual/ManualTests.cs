using System.CommandLine;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Tests.Documentation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Manual;

/// <summary>The pages of the manual in <c>docs/man</c>, which the Debian package installs, are those of the commands.</summary>
internal sealed class ManualTests
{
    private static RootCommand Root => SpinnmanCommandLine.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, static () => Stream.Null, static () => Stream.Null));

    private static IEnumerable<string> Names() => Root.Subcommands.Where(static command => !command.Hidden).Select(static command => command.Name);

    [TestCaseSource(nameof(Names))]
    public void The_page_of_a_command_is_that_of_its_options(string name) =>
        GeneratedPage.AssertIs(ManualPage.OfCommand(Root.Subcommands.Single(command => string.Equals(command.Name, name, StringComparison.Ordinal))), "docs", "man", $"spinnman-{name}.1");

    [Test]
    public void The_first_page_lists_the_commands() => GeneratedPage.AssertIs(ManualPage.OfTool(Root), "docs", "man", "spinnman.1");

    [Test]
    public void There_is_no_page_of_a_command_that_is_gone() => Assert.That(
        Directory.EnumerateFiles(Repository.PathTo("docs", "man")).Select(static file => Path.GetFileName(file)), Is.EquivalentTo(Names().Select(static name => $"spinnman-{name}.1").Append("spinnman.1")));

    [Test]
    public void Every_variable_of_the_page_is_one_of_the_tool()
    {
        string source = string.Concat(Repository.SourceFiles("src/SpiNNMan.Async.Cli").Select(File.ReadAllText));
        IEnumerable<string> variables = File.ReadLines(Repository.PathTo("docs", "man", "spinnman.1")).Where(static line => line.StartsWith(".B SPINNMAN_", StringComparison.Ordinal)).Select(static line => line[3..]);

        Assert.That(variables, Is.Not.Empty);
        Assert.That(variables.Where(name => !source.Contains($"\"{name}\"", StringComparison.Ordinal)), Is.Empty);
    }
}
