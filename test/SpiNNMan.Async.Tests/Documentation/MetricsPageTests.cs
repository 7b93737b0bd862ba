using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>docs/metrics.md lists every instrument with its unit and its attributes, and every activity.</summary>
internal sealed class MetricsPageTests
{
    private static readonly string[] s_ofBoards = [MeterTags.Connection, MeterTags.ServerAddress, MeterTags.ServerPort];

    [Test, NonParallelizable]
    public void The_page_lists_every_instrument()
    {
        const string address = "10.66.1.1";
        using var probe = new MeterProbe(address);
        var place = MeteredPlace.Of(typeof(ScampConnection), new IPEndPoint(IPAddress.Parse(address), 1), 1);
        Action remove = MeteredConnections.Add(
            place, static () => new ConnectionStatistics { MaxWindow = 1, SystemDropped = 0, RoundTrip = TimeSpan.Zero });
        RequestDurations.Record(TimeSpan.Zero, "Read", place.Tags);
        probe.Collect();
        remove();
        var table = new StringBuilder("| Name | Kind | Unit | Own attribute | What |\n|---|---|---|---|---|\n");
        foreach (Instrument instrument in probe.Instruments.Values.OrderBy(static instrument => instrument.Name, StringComparer.Ordinal))
            table.Append(CultureInfo.InvariantCulture, $"| `{instrument.Name}` | {KindOf(instrument)} | `{instrument.Unit}` | {OwnTag(probe.Tags[instrument.Name])} | {instrument.Description} |\n");

        GeneratedPage.AssertPartIs(table.ToString(), "instruments", "docs", "metrics.md");
    }

    [Test]
    public void Names_and_units_follow_the_conventions()
    {
        using var probe = new MeterProbe("nowhere");
        ConnectionInstruments.Publish();

        Assert.That(probe.Instruments, Has.Count.GreaterThan(15));
        Assert.That(probe.Instruments.Keys, Is.All.Match("^spinnaker(\\.[a-z]+(_[a-z]+)*)+$"));
        Assert.That(probe.Instruments.Values.Select(static instrument => instrument.Unit), Is.All.Match(@"^(s|By|1|\{[a-z]+\})$"));
        Assert.That(probe.Instruments.Values.Select(static instrument => instrument.Description), Is.All.EndsWith("."));
    }

    [Test]
    public void The_page_lists_every_activity()
    {
        var table = new StringBuilder("| Part | Activities |\n|---|---|\n");
        foreach (Type part in typeof(Transceiver).Assembly.GetTypes().Where(static type => type.IsDefined(typeof(TracedAttribute))).OrderBy(static type => type.Name, StringComparer.Ordinal))
        {
            string name = part.GetCustomAttribute<TracedAttribute>()!.Part;
            IEnumerable<string> verbs = part.Assembly.GetType($"{part.Namespace}.Traced{part.Name}", throwOnError: true)!
                .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Select(method => $"`{name}.{method.Name[..^"Async".Length]}`").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            table.Append(CultureInfo.InvariantCulture, $"| `{part.Name}` | {string.Join(", ", verbs)} |\n");
        }

        GeneratedPage.AssertPartIs(table.ToString(), "activities", "docs", "metrics.md");
    }

    private static string OwnTag(SortedDictionary<string, SortedSet<string>> tags) => string.Join(
        "; ", tags.Where(static tag => !s_ofBoards.Contains(tag.Key, StringComparer.Ordinal)).Select(static tag => $"`{tag.Key}`: {string.Join(", ", tag.Value.Select(static value => $"`{value}`"))}"));

    private static string KindOf(Instrument instrument)
    {
        string type = instrument.GetType().Name;
        return type[..type.IndexOf('`', StringComparison.Ordinal)].Replace("Observable", "", StringComparison.Ordinal) switch
        {
            "UpDownCounter" => "up-down counter",
            var kind => kind.ToLowerInvariant(),
        };
    }
}
