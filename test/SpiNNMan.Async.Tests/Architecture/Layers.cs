using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Wire.Sdp;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>The assemblies under test, and their parts by name.</summary>
internal static class Layers
{
    /// <summary>The folders of the library; <see cref="Top"/> is the root, where only what is above all of them lives.</summary>
    public static readonly string[] All = ["Top", "Operations", "Connections", "Multiplexing", "Transport", "Wire", "Model", "Diagnostics", "Errors", "Simulation"];

    public const string Top = "Top";

    /// <summary>Only our own assemblies: loading the system's as well takes seconds, and the rules need only the names of their types.</summary>
    public static readonly ArchUnitNET.Domain.Architecture Loaded =
        new ArchLoader().LoadAssemblies(typeof(SdpHeader).Assembly, typeof(VirtualMachine).Assembly).Build();

    /// <summary>The types of the layers, as subjects of a rule.</summary>
    public static GivenTypesConjunction TypesOf(params string[] layers) => Types().That().ResideInNamespaceMatching(Pattern(layers));

    /// <summary>The types of namespaces or with names that need not be ours, as objects of a rule.</summary>
    public static IObjectProvider<IType> Foreign(string pattern) => Types(includeReferenced: true).That().HaveFullNameMatching(pattern);

    /// <summary>What the namespaces of layers match.</summary>
    public static string Pattern(params IEnumerable<string> layers) =>
        string.Join('|', layers.Select(layer => layer is Top ? @"^SpiNNMan\.Async$" : $@"^SpiNNMan\.Async\.{layer}(\.|$)"));
}
