using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Arrows point down only; see docs/architecture.md.</summary>
internal sealed class LayerTests
{
    private const string Simulation = "SpiNNMan.Async.Simulation";

    /// <summary>What each layer may use besides itself.</summary>
    private static readonly TestCaseData[] s_mayUse =
    [
        // A refusal names the command, the result and the core.
        new("Errors", new[] { "Model", "Wire" }),
        new("Model", new[] { "Errors" }),
        new("Wire", new[] { "Model", "Errors" }),
        new("Diagnostics", Array.Empty<string>()),
        new("Transport", new[] { "Errors" }),
        new("Multiplexing", new[] { "Transport", "Wire", "Model", "Errors", "Diagnostics" }),
        new("Connections", new[] { "Multiplexing", "Transport", "Wire", "Model", "Errors", "Diagnostics" }),
        new("Operations", new[] { "Connections", "Transport", "Wire", "Model", "Errors", "Diagnostics" }),
        new("Simulation", new[] { "Transport", "Wire", "Model", "Errors" }),
    ];

    [TestCaseSource(nameof(s_mayUse))]
    public void A_layer_uses_only_what_is_below_it(string layer, string[] mayUse)
    {
        IObjectProvider<IType> others = Layers.TypesOf([.. Layers.All.Except([layer, .. mayUse], StringComparer.Ordinal)]);

        AssertHolds(Layers.TypesOf(layer).Should().NotDependOnAny(others).WithoutRequiringPositiveResults());
    }

    /// <summary>The layers of the virtual machine from the lowest up, each with its namespaces. Each may use those before it; above them all is the virtual machine itself.</summary>
    private static readonly (string Layer, string[] Namespaces)[] s_simulation =
    [
        ("Ground", ["Time", "Counters", "Scheduling", "Geometry", "Applications", "Messages"]),
        ("Chips", ["Chips"]),
        ("Firmware", ["Boot", "Firmware", "Firmware.Commands"]),
        ("Boards", ["Faults", "Boards"]),
        ("Network", ["Network"]),
    ];

    private static IEnumerable<TestCaseData> SimulationLayers() =>
        s_simulation.Select(static (layer, number) => new TestCaseData(layer.Namespaces, s_simulation.Take(number + 1).SelectMany(static below => below.Namespaces).ToArray()).SetArgDisplayNames(layer.Layer));

    [TestCaseSource(nameof(SimulationLayers))]
    public void A_layer_of_the_virtual_machine_uses_only_what_is_below_it(string[] layer, string[] mayUse)
    {
        string[] wrong = [.. Namespaces.UsesWithin(Simulation).Where(use => layer.Contains(use.From, StringComparer.Ordinal) && !mayUse.Contains(use.To, StringComparer.Ordinal)).Select(static use => $"{use.Type} uses {use.Used}")];

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_namespace_of_the_virtual_machine_is_in_a_layer()
    {
        IEnumerable<string> all = Namespaces.Within(Simulation).Where(static name => name.Length > 0);

        Assert.That(all, Is.EquivalentTo(s_simulation.SelectMany(static layer => layer.Namespaces)));
    }

    [TestCase(Simulation)]
    public void Namespaces_do_not_go_round_in_circles(string root) => Assert.That(Namespaces.CyclesWithin(root), Is.Empty);

    /// <summary>What only one place may know of.</summary>
    [TestCase(@"^System\.Net\.Sockets\.(Socket|UdpClient|Tcp)", @"^SpiNNMan\.Async\.(?!Transport)", TestName = "Sockets are opened in Transport only")]
    [TestCase(@"^Polly\.", @"^SpiNNMan\.Async\.(?!Multiplexing\.(Resending\.ResendPolicy|MultiplexerSettings)|Connections\.ScpConnectionOptions)", TestName = "Only ResendPolicy works with Polly, and only options name it")]
    [TestCase(@"^Microsoft\.Extensions\.Logging\.", @"^SpiNNMan\.Async\.(Wire|Model|Errors|Transport|Simulation)\.", TestName = "Bytes and models log nothing")]
    [TestCase(@"^System\.(Threading\.(Tasks|Channels|Timer|PeriodicTimer)|TimeProvider|Net\.Sockets|IO\.(File|Stream|Directory))", @"^SpiNNMan\.Async\.(Wire|Model|Errors)\.", TestName = "Bytes and models have no tasks, no clock and no input or output")]
    [TestCase(@"^System\.(Random|Security\.Cryptography\.RandomNumberGenerator)", @"^SpiNNMan\.Async\.", TestName = "Nothing is random but by a seed")]
    public void Some_types_are_used_in_one_place_only(string what, string where)
    {
        AssertHolds(Types().That().HaveFullNameMatching(where).Should().NotDependOnAny(Layers.Foreign(what)));
    }

    private static void AssertHolds(IArchRule rule) =>
        Assert.That(rule.Evaluate(Layers.Loaded).Where(result => !result.Passed).Select(result => result.Description), Is.Empty);
}
