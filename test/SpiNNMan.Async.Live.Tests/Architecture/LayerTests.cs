using ArchUnitNET.Loader;
using SpiNNMan.Async.Tests.Architecture;

namespace SpiNNMan.Async.Live.Tests.Architecture;

/// <summary>Arrows point down only; see docs/architecture.md.</summary>
internal sealed class LayerTests
{
    private static readonly Namespaces s_live = new(new ArchLoader().LoadAssemblies(typeof(LiveRun).Assembly).Build(), "SpiNNMan.Async.Live");

    /// <summary>The layers from the lowest up, each with its namespaces. Each may use those before it and its own others; above them all is the root.</summary>
    private static readonly (string Layer, string[] Namespaces)[] s_layers =
    [
        ("Ground", ["Databases", "Counting", "Notifications"]),
        ("Cores", ["Links", "Control"]),
        ("Receiving", ["Receiving"]),
        ("Ends", ["Sending", "Spif"]),
    ];

    private static IEnumerable<TestCaseData> Layers() =>
        s_layers.Select(static (layer, index) => new TestCaseData(layer.Namespaces, s_layers[..(index + 1)].SelectMany(static below => below.Namespaces).ToArray()).SetArgDisplayNames(layer.Layer));

    [TestCaseSource(nameof(Layers))]
    public void A_layer_uses_only_what_is_below_it(string[] layer, string[] mayUse) => Assert.That(s_live.UsesOf(layer, mayUse), Is.Empty);

    [Test]
    public void Every_namespace_is_in_a_layer() => Assert.That(s_live.All.Where(static name => name.Length > 0), Is.EquivalentTo(s_layers.SelectMany(static layer => layer.Namespaces)));

    [Test]
    public void No_namespaces_use_each_other_in_a_circle() => Assert.That(s_live.Cycles, Is.Empty);
}
