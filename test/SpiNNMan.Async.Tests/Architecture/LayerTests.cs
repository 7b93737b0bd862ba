using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>Arrows point down only; see docs/architecture.md.</summary>
internal sealed class LayerTests
{
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

    /// <summary>What only one place may know of.</summary>
    [TestCase(@"^System\.Net\.Sockets\.(Socket|UdpClient|Tcp)", @"^SpiNNMan\.Async\.(?!Transport)", TestName = "Sockets are opened in Transport only")]
    [TestCase(@"^Polly\.", @"^SpiNNMan\.Async\.(?!Multiplexing\.(ResendPolicy|MultiplexerSettings)|Connections\.ScpConnectionOptions)", TestName = "Only ResendPolicy works with Polly, and only options name it")]
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
