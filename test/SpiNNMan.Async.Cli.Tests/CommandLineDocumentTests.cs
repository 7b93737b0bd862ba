using System.CommandLine;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests;

/// <summary>The page about the command line describes every command, and all its options.</summary>
internal sealed class CommandLineDocumentTests
{
    private static readonly string[] s_everywhere = ["--json", "--otlp", "--help", "--version"];

    private static IEnumerable<Command> Commands =>
        SpinnmanCommandLine.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, static () => Stream.Null, static () => Stream.Null)).Subcommands;

    [TestCaseSource(nameof(Names))]
    public void Every_option_of_a_command_is_told_in_its_section(string name)
    {
        Command command = Commands.Single(command => string.Equals(command.Name, name, StringComparison.Ordinal));
        string section = Sections().Single(section => section.Names.Contains(name, StringComparer.Ordinal)).Text;
        IEnumerable<string> missing = OptionsOf(command).Except(s_everywhere, StringComparer.Ordinal).Where(option => !section.Contains(option, StringComparison.Ordinal));

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Every_section_is_about_a_command() =>
        Assert.That(Sections().SelectMany(static section => section.Names).Except(["For scripts", "The default host", "Boards of large machines", "What goes over the network"], StringComparer.Ordinal), Is.SubsetOf(Names()));

    private static IEnumerable<string> Names() => Commands.Select(static command => command.Name);

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Select(static option => option.Name).Concat(command.Subcommands.SelectMany(static part => OptionsOf(part).Prepend(part.Name)));

    private static IEnumerable<(string[] Names, string Text)> Sections() =>
        File.ReadAllText(Repository.PathTo("docs", "command-line.md")).Split("\n## ").Skip(1)
            .Select(static text => (text[..text.IndexOf('\n', StringComparison.Ordinal)].Split(", "), text));
}
