using System.Collections.Immutable;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The values that a chip knows about itself once it has booted, before any program changes them.</summary>
/// <param name="Location">Its place in the machine.</param>
/// <param name="Ethernet">The chip with the Ethernet of its board.</param>
/// <param name="Local">Its place on its board.</param>
/// <param name="EthernetAddress">The four bytes of its IP address; empty on chips without Ethernet.</param>
/// <param name="Width">Columns of the machine.</param>
/// <param name="Height">Rows of the machine.</param>
/// <param name="ChipCount">How many chips were found.</param>
/// <param name="Cores">The physical numbers of the working cores, by their virtual ones. The monitor is the first.</param>
/// <param name="Links">The links that work, one bit each.</param>
/// <param name="ParentLink">The link towards the root chip; 7 on the root itself.</param>
/// <param name="ChildLinks">The links to the chips whose parent it is, one bit each.</param>
/// <param name="Hops">The distance to the root chip.</param>
/// <param name="RootAddress">The address of the chip that was booted.</param>
internal sealed record ChipIdentity(
    ChipLocation Location,
    ChipLocation Ethernet,
    ChipLocation Local,
    ReadOnlyMemory<byte> EthernetAddress,
    int Width,
    int Height,
    int ChipCount,
    ImmutableArray<byte> Cores,
    byte Links,
    byte ParentLink,
    byte ChildLinks,
    int Hops,
    ushort RootAddress)
{
    public const byte RootParent = 7;

    public int WorkingCores => Cores.Length;

    /// <summary>The physical cores that work, one bit each.</summary>
    public uint CoreMask => Cores.Aggregate(0u, (mask, core) => mask | (1u << core));

    public bool IsRoot => ParentLink == RootParent;

    public ushort Address => (ushort)((Location.X << 8) | Location.Y);

    public ushort Dimensions => (ushort)((Width << 8) | Height);

    public ushort EthernetChipAddress => (ushort)((Ethernet.X << 8) | Ethernet.Y);
}
