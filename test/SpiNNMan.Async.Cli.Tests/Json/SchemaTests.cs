using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Cli.Commands;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Tests.Documentation;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Json;

/// <summary>The schemas of what commands write as JSON: they are those of the code, and use one vocabulary.</summary>
internal sealed partial class SchemaTests
{
    private static IEnumerable<string> Commands => Documents.OfCommands.Keys;

    [TestCaseSource(nameof(Commands))]
    public void The_schema_of_a_command_is_that_of_its_results(string command) =>
        GeneratedPage.AssertIs(new SchemaGenerator(Meanings()).Create(command, Documents.OfCommands[command]), "docs", "json", $"{command}.schema.json");

    [Test]
    public void The_page_lists_what_every_command_writes()
    {
        var rows = new StringBuilder();
        foreach ((string command, (Type Type, string About)[] documents) in Documents.OfCommands)
            rows.Append(string.Concat(documents.Select(document => $"| `{command}` | [{command}.schema.json]({command}.schema.json) | {document.About} {SchemaGenerator.NamesOf(document.Type)} |\n")));

        GeneratedPage.AssertPartIs(rows.ToString(), "documents", "docs", "json", "README.md");
    }

    [Test]
    public void Every_command_has_a_schema() => Assert.That(
        SpinnmanCommandLine.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, static () => Stream.Null, static () => Stream.Null)).Subcommands.Select(static command => command.Name),
        Is.EquivalentTo(Documents.OfCommands.Keys.Concat(Documents.WithoutDocuments)));

    [Test]
    public void Everything_that_can_be_written_belongs_to_a_command() => Assert.That(
        typeof(CliJson).GetCustomAttributesData().Where(static attribute => attribute.AttributeType == typeof(JsonSerializableAttribute)).Select(static attribute => (Type)attribute.ConstructorArguments[0].Value!),
        Is.EquivalentTo(Documents.OfCommands.Values.SelectMany(static documents => documents).Select(static document => document.Type).Distinct()));

    [Test]
    public void A_name_has_one_type_and_one_meaning()
    {
        var generator = new SchemaGenerator(Meanings());
        foreach ((string command, (Type Type, string About)[] documents) in Documents.OfCommands)
            generator.Create(command, documents);

        Dictionary<string, string> types = Rows().ToDictionary(static row => row.Name, static row => row.Type, StringComparer.Ordinal);
        string[] ofMessages = ["level", "message", "errorKind", "exitCode"];
        Assert.That(generator.Types.Where(static name => name.Value.Count > 1).Select(static name => $"{name.Key}: {string.Join(", ", name.Value)}"), Is.Empty);
        Assert.That(generator.Types.Keys.Union(ofMessages, StringComparer.Ordinal).Order(StringComparer.Ordinal), Is.EqualTo(types.Keys.Order(StringComparer.Ordinal)), "the page has every name, and no other");
        Assert.That(generator.Types.Where(name => !string.Equals(types[name.Key], name.Value.Single(), StringComparison.Ordinal)).Select(static name => $"{name.Key}: {name.Value.Single()}"), Is.Empty);
        Assert.That(Rows().Select(static row => row.Name), Is.Unique);
    }

    [Test]
    public void A_number_of_something_measured_has_its_unit_in_its_name()
    {
        string[] units = ["Seconds", "seconds", "Microseconds", "microsecondsPerRequest", "Bytes", "bytes", "PerSecond", "PerRequest", "Rpm", "volts", "celsius", "Rate"];

        Assert.That(Rows().Where(static row => row.Type is "number").Select(static row => row.Name).Where(name => !units.Any(unit => name.Contains(unit, StringComparison.OrdinalIgnoreCase))), Is.Empty);
    }

    [Test]
    public void The_kinds_of_errors_are_those_of_the_code() => Assert.That(
        File.ReadAllText(Repository.PathTo("docs", "json", "message.schema.json")), Does.Contain($"[{string.Join(", ", ErrorKinds.All.Select(static kind => $"\"{kind}\""))}]"));

    private static Dictionary<string, string> Meanings() => Rows().ToDictionary(static row => row.Name, static row => row.Meaning, StringComparer.Ordinal);

    private static IEnumerable<(string Name, string Type, string Meaning)> Rows() => File.ReadLines(Repository.PathTo("docs", "json", "README.md"))
        .Select(static line => Row().Match(line))
        .Where(static row => row.Success)
        .Select(static row => (row.Groups["name"].Value, row.Groups["type"].Value, row.Groups["meaning"].Value));

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<type>string|integer|number|boolean|object|list of \w+) \| (?<meaning>.+) \|$", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
