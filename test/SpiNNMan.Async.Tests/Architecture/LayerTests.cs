using ArchUnitNET.Fluent;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Arrows point down only; see docs/architecture.md.</summary>
internal sealed class LayerTests
{
    private const string Library = "SpiNNMan.Async";
    private const string Simulation = "SpiNNMan.Async.Simulation";

    private static readonly Namespaces s_ofLibrary = new(Layers.Loaded, Library);
    private static readonly Namespaces s_ofSimulation = new(Layers.Loaded, Simulation);

    /// <summary>The layers of the library from the lowest up, each with its namespaces. Each may use those before it; above them all is the transceiver.</summary>
    private static readonly (string Layer, string[] Namespaces)[] s_library =
    [
        ("Errors", ["Wire", "Errors", "Diagnostics", "Threading"]),
        ("Model", ["Machines", "Machines.Variables", "Machines.Snapshots"]),
        ("Wire", ["Wire.Sdp", "Wire.Scp", "Wire.Scp.Applications", "Wire.Scp.Chips", "Wire.Scp.Memory", "Wire.Scp.Routing", "Wire.Scp.Tags", "Wire.Bmp", "Wire.Boot", "Wire.Eieio", "Wire.Streaming"]),
        ("Transport", ["Transport.Native", "Transport"]),
        ("Captures", ["Captures"]),
        ("Multiplexing", ["Multiplexing", "Multiplexing.Codec", "Multiplexing.Engine", "Multiplexing.Resending", "Multiplexing.Transfers"]),
        ("Connections", ["Connections", "Connections.Selectors"]),
        ("Access", ["Access"]),
        ("Subjects", ["Booting", "Chips", "Machines.Discovery", "Memory.Streaming", "Memory", "Routing", "Tags", "Iobufs", "Boards", "Profiling", "Applications", "Health"]),
    ];

    private static IEnumerable<TestCaseData> LibraryLayers() => Cases(s_library);

    [TestCaseSource(nameof(LibraryLayers))]
    public void A_layer_uses_only_what_is_below_it(string[] layer, string[] mayUse) => Assert.That(s_ofLibrary.UsesOf(layer, mayUse), Is.Empty);

    [Test]
    public void Every_namespace_of_the_library_is_in_a_layer()
    {
        IEnumerable<string> all = s_ofLibrary.All.Where(static name => name.Length > 0 && !name.StartsWith("Simulation", StringComparison.Ordinal));

        Assert.That(all, Is.EquivalentTo(s_library.SelectMany(static layer => layer.Namespaces)));
    }

    /// <summary>Datagrams are bytes to those who carry them.</summary>
    [Test]
    public void Transport_knows_nothing_of_what_it_carries()
    {
        string[] wrong = [.. s_ofLibrary.Uses.Where(static use => use.From is "Transport" && use.To is not ("Errors" or "Diagnostics" or "Threading" or "Transport.Native")).Select(static use => $"{use.Type} uses {use.Used}")];

        Assert.That(wrong, Is.Empty);
    }

    /// <summary>The layers of the virtual machine from the lowest up, each with its namespaces. Each may use those before it; above them all is the virtual machine itself.</summary>
    private static readonly (string Layer, string[] Namespaces)[] s_simulation =
    [
        ("Ground", ["Time", "Debugging", "Counters", "Scheduling", "Geometry", "Applications", "Messages"]),
        ("Chips", ["Chips"]),
        ("Programs", ["Programs"]),
        ("Firmware", ["Boot", "Firmware", "Firmware.Commands"]),
        ("Boards", ["Faults", "Boards"]),
        ("Executed", ["Executed"]),
        ("Network", ["Network"]),
        ("Answering", ["Answering"]),
    ];

    private static IEnumerable<TestCaseData> SimulationLayers() => Cases(s_simulation);

    [TestCaseSource(nameof(SimulationLayers))]
    public void A_layer_of_the_virtual_machine_uses_only_what_is_below_it(string[] layer, string[] mayUse) => Assert.That(s_ofSimulation.UsesOf(layer, mayUse), Is.Empty);

    [Test]
    public void Every_namespace_of_the_virtual_machine_is_in_a_layer()
    {
        IEnumerable<string> all = s_ofSimulation.All.Where(static name => name.Length > 0);

        Assert.That(all, Is.EquivalentTo(s_simulation.SelectMany(static layer => layer.Namespaces)));
    }

    [TestCase(Library)]
    [TestCase(Simulation)]
    public void Namespaces_do_not_go_round_in_circles(string root) => Assert.That(new Namespaces(Layers.Loaded, root).Cycles, Is.Empty);

    /// <summary>What only one place may know of.</summary>
    [TestCase(@"^System\.Net\.Sockets\.(Socket|UdpClient|Tcp)", @"^SpiNNMan\.Async\.(?!Transport)", TestName = "Sockets are opened in Transport only")]
    [TestCase(@"^Polly\.", @"^SpiNNMan\.Async\.(?!Multiplexing\.(Resending\.ResendPolicy|MultiplexerSettings)|Connections\.ScpConnectionOptions)", TestName = "Only ResendPolicy works with Polly, and only options name it")]
    [TestCase(@"^Microsoft\.Extensions\.Logging\.", @"^SpiNNMan\.Async\.(Wire|Machines(?!\.Discovery)|Errors|Transport|Simulation)\.", TestName = "Bytes and models log nothing")]
    [TestCase(@"^System\.(Threading\.(Tasks|Channels|Timer|PeriodicTimer)|TimeProvider|Net\.Sockets|IO\.(File|Stream|Directory))", @"^SpiNNMan\.Async\.(Wire|Machines(?!\.Discovery)|Errors)\.", TestName = "Bytes and models have no tasks, no clock and no input or output")]
    [TestCase(@"^System\.(Random|Security\.Cryptography\.RandomNumberGenerator)", @"^SpiNNMan\.Async\.", TestName = "Nothing is random but by a seed")]
    public void Some_types_are_used_in_one_place_only(string what, string where)
    {
        AssertHolds(Types().That().HaveFullNameMatching(where).Should().NotDependOnAny(Layers.Foreign(what)));
    }

    private static IEnumerable<TestCaseData> Cases((string Layer, string[] Namespaces)[] layers) =>
        layers.Select((layer, number) => new TestCaseData(layer.Namespaces, layers.Take(number + 1).SelectMany(static below => below.Namespaces).ToArray()).SetArgDisplayNames(layer.Layer));

    private static void AssertHolds(IArchRule rule) =>
        Assert.That(rule.Evaluate(Layers.Loaded).Where(result => !result.Passed).Select(result => result.Description), Is.Empty);
}
