using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Wire.Sdp;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace SpiNNMan.Async.Tests.Architecture;

/// <summary>The assemblies under test, and their parts by name.</summary>
internal static class Layers
{
    /// <summary>Only our own assemblies: loading the system's as well takes seconds, and the rules need only the names of their types.</summary>
    public static readonly ArchUnitNET.Domain.Architecture Loaded =
        new ArchLoader().LoadAssemblies(typeof(SdpHeader).Assembly, typeof(VirtualMachine).Assembly).Build();

    /// <summary>The types of namespaces or with names that need not be ours, as objects of a rule.</summary>
    public static IObjectProvider<IType> Foreign(string pattern) => Types(includeReferenced: true).That().HaveFullNameMatching(pattern);
}
