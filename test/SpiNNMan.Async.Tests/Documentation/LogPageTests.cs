using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>docs/logs.md lists every event of the library and its companions.</summary>
[TestFixture]
internal sealed partial class LogPageTests
{
    private static readonly Lazy<LogEvent[]> s_events = new(static () => [.. Repository.SourceFiles("src").SelectMany(Read).OrderBy(static entry => entry.Id)]);

    [Test]
    public void The_page_lists_every_event()
    {
        var table = new StringBuilder("| Id | Name | Level | Message | Package |\n|---|---|---|---|---|\n");
        foreach (LogEvent entry in s_events.Value)
            table.Append(CultureInfo.InvariantCulture, $"| {entry.Id} | `{entry.Name}` | {entry.Level} | {entry.Message.Replace("|", "\\|", StringComparison.Ordinal)} | {entry.Package} |\n");

        GeneratedPage.AssertPartIs(table.ToString(), "events", "docs", "logs.md");
    }

    [Test]
    public void Numbers_and_names_belong_to_one_event_each()
    {
        Assert.That(s_events.Value, Has.Length.GreaterThan(50));
        Assert.That(s_events.Value.CountBy(static entry => entry.Id).Where(static id => id.Value > 1), Is.Empty);
        Assert.That(s_events.Value.CountBy(static entry => (entry.Name, entry.Package)).Where(static name => name.Value > 1), Is.Empty);
    }

    [Test]
    public void Every_event_is_written_somewhere()
    {
        string code = string.Concat(Repository.SourceFiles("src").Select(File.ReadAllText));

        Assert.That(s_events.Value.Where(entry => Regex.Count(code, $@"\b{entry.Name}\(") < 2).Select(static entry => entry.Name), Is.Empty);
    }

    private static IEnumerable<LogEvent> Read(string path) => Event().Matches(File.ReadAllText(path)).Select(match => new LogEvent(
        int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture),
        match.Groups["name"].Value,
        match.Groups["level"].Value,
        match.Groups["message"].Value,
        Repository.Shorten(path).Split('/')[1]));

    [GeneratedRegex("""\[LoggerMessage\((?<id>\d+), LogLevel\.(?<level>\w+), "(?<message>[^"]*)"\)\]\s+(?:public|private|internal) (?:static )?partial void (?<name>\w+)\(""")]
    private static partial Regex Event();

    private sealed record LogEvent(int Id, string Name, string Level, string Message, string Package);
}
