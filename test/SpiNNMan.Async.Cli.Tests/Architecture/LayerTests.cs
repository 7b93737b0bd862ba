using ArchUnitNET.Loader;
using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Cli.Tests.Architecture;

/// <summary>Arrows between the folders of the tool point down only; see docs/architecture.md.</summary>
internal sealed class LayerTests
{
    private const string Tool = "SpiNNMan.Async.Cli";
    private const string Folder = "src/SpiNNMan.Async.Cli";

    private static readonly Namespaces s_namespaces = new(new ArchLoader().LoadAssemblies(typeof(SpinnmanCommandLine).Assembly).Build(), Tool);

    /// <summary>The layers from the lowest up, each with its namespaces. Each may use those before it; above them all is the command line itself.</summary>
    private static readonly (string Layer, string[] Namespaces)[] s_layers =
    [
        ("Process", ["Processes", "Terminals"]),
        ("Errors", ["Errors"]),
        ("Telemetry", ["Telemetry"]),
        ("Output", ["Output"]),
        ("Datagrams", ["Datagrams"]),
        ("Input", ["Input", "Arguments"]),
        ("Allocation", ["Allocation"]),
        ("Targets", ["Targets", "Results", "Results.Routes", "Results.Transfers"]),
        ("Displays", ["Displays", "Displays.HexagonalMaps", "Displays.Pictures"]),
        ("Subjects", ["Benchmarking", "Captures", "Demonstration", "Diagnosis", "Explaining", "LiveData", "LogDictionaries", "Profiling", "SourcePlaces", "Structs", "VirtualMachines", "Watching", "Web"]),
        ("Documents", ["Commands"]),
        ("Commands", ["Commands.Applications", "Commands.Boards", "Commands.Jobs", "Commands.Live", "Commands.Machines", "Commands.Memory", "Commands.Programs", "Commands.Routing", "Commands.Tools"]),
    ];

    private static IEnumerable<TestCaseData> Layers() =>
        s_layers.Select(static (layer, number) => new TestCaseData(layer.Namespaces, s_layers.Take(number + 1).SelectMany(static below => below.Namespaces).ToArray()).SetArgDisplayNames(layer.Layer));

    [TestCaseSource(nameof(Layers))]
    public void A_layer_uses_only_what_is_below_it(string[] layer, string[] mayUse) => Assert.That(s_namespaces.UsesOf(layer, mayUse), Is.Empty);

    /// <summary>The compiler copies constants, so that the compiled code does not show where they come from.</summary>
    [TestCaseSource(nameof(Layers))]
    public void A_layer_names_only_what_is_below_it(string[] layer, string[] mayUse)
    {
        var wrong = SourceFolders.UsingsWithin(Folder, Tool).Where(use => layer.Contains(use.From, StringComparer.Ordinal) && !mayUse.Contains(use.To, StringComparer.Ordinal));

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_namespace_is_in_a_layer() =>
        Assert.That(s_namespaces.All.Where(static name => name.Length > 0), Is.EquivalentTo(s_layers.SelectMany(static layer => layer.Namespaces)));

    [Test]
    public void Namespaces_do_not_go_round_in_circles() => Assert.That(s_namespaces.Cycles, Is.Empty);

    [Test]
    public void The_rules_see_uses() => Assert.That(s_namespaces.Uses.Select(static use => (use.From, use.To)), Is.SupersetOf(new[] { ("", "Terminals"), ("Commands.Machines", "Targets"), ("Demonstration", "Displays") }));
}
