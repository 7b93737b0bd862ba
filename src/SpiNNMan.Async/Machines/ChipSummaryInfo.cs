using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Machines;

/// <summary>The summary of a chip: the parts that work, its free memory and routing entries, and its links.</summary>
/// <param name="Chip">The chip that answered.</param>
/// <param name="CoreCount">How many cores work, the monitor among them, 0 to 31.</param>
/// <param name="WorkingLinks">The links that work.</param>
/// <param name="FreeRouterEntries">The size of the largest free block of multicast routing entries.</param>
/// <param name="IsEthernetAvailable">Whether the chip's own Ethernet is up.</param>
/// <param name="LargestFreeSdram">The largest free block of SDRAM, in bytes.</param>
/// <param name="LargestFreeSystemRam">The largest free block of system RAM, in bytes.</param>
/// <param name="CoreStates">The states of its cores.</param>
/// <param name="NearestEthernet">The chip whose Ethernet serves this chip.</param>
/// <param name="EthernetAddress">The IP address of the chip's own Ethernet, if it has one.</param>
/// <param name="ParentLink">The link that leads towards the chip the machine was booted through, 0 to 5; none on that chip itself, where there is no
/// route to it, and from monitors before version 3.4.</param>
/// <remarks>
/// <code>
///  0  u32     cores [4:0], links [13:8], free router entries [24:14], Ethernet [25]
///  4  u32     largest free block of SDRAM       8  u32  of system RAM
/// 12  18 u8   core states
/// 30  u8      nearest Ethernet y               31  u8   x
/// 32  4 u8    IP address, all 0 if none
/// 36  u16     parent link, may be missing: 6 no route, 7 this chip is the root
/// </code>
/// Unknown states are kept as they are: a stray byte of one core is no fault of the chip. Protocol: scp.md, "Chip summary".
/// </remarks>
public readonly record struct ChipSummaryInfo(
    ChipLocation Chip,
    int CoreCount,
    LinkSet WorkingLinks,
    int FreeRouterEntries,
    bool IsEthernetAvailable,
    uint LargestFreeSdram,
    uint LargestFreeSystemRam,
    CoreStates CoreStates,
    ChipLocation NearestEthernet,
    IPAddress? EthernetAddress,
    int? ParentLink)
{
    /// <summary>The length in bytes with the parent link.</summary>
    public const int Size = 38;

    /// <summary>The length in bytes without the parent link.</summary>
    public const int MinSize = 36;

    private const int StatesOffset = 12;

    /// <summary>The IP address of the chip's own Ethernet. 0.0.0.0 means none. Each call makes a new object.</summary>
    /// <exception cref="InvalidParameterException">The value given is no IPv4 address.</exception>
    public IPAddress? EthernetAddress
    {
        get => AddressNumber == 0 ? null : AddressNumbers.ToIPAddress(AddressNumber);
        init => AddressNumber = value is null ? 0 : AddressNumbers.FromIPAddress(value, nameof(EthernetAddress));
    }

    private uint AddressNumber { get; init; } = EthernetAddress is null ? 0 : AddressNumbers.FromIPAddress(EthernetAddress, nameof(EthernetAddress));

    /// <summary>Reads the answer of <paramref name="chip"/>.</summary>
    public static bool TryParse(ChipLocation chip, ReadOnlySpan<byte> source, out ChipSummaryInfo info, out PacketError error)
    {
        info = default;
        if (source.Length is < MinSize or MinSize + 1)
        {
            error = PacketError.TooShort(nameof(ChipSummaryInfo), source.Length, source.Length < MinSize ? MinSize : Size, source.Length);
            return false;
        }

        Span<CoreState> states = stackalloc CoreState[CoreSet.MaxCores];
        for (int core = 0; core < states.Length; core++)
            states[core] = (CoreState)source[StatesOffset + core];

        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(source);
        int parent = source.Length >= Size ? BinaryPrimitives.ReadUInt16LittleEndian(source[MinSize..]) : int.MaxValue;
        info = new ChipSummaryInfo(
            chip,
            (int)(flags & 0x1F),
            LinkSet.FromMask(flags >> 8),
            (int)(flags >> 14) & 0x7FF,
            (flags & (1u << 25)) != 0,
            BinaryPrimitives.ReadUInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            new CoreStates(states),
            new ChipLocation(source[31], source[30]),
            EthernetAddress: null,
            parent < LinkSet.MaxLinks ? parent : null)
        {
            AddressNumber = BinaryPrimitives.ReadUInt32LittleEndian(source[32..]),
        };
        error = default;
        return true;
    }

    /// <summary>Writes the form with the parent link. A missing link is written as 7 if the chip is <paramref name="root"/>, otherwise as 6.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Size"/>.</exception>
    public void Write(Span<byte> destination, ChipLocation root)
    {
        if (destination.Length < Size)
            throw new ArgumentException($"The summary takes {Size} bytes, {destination.Length} are there.", nameof(destination));

        uint flags = ((uint)CoreCount & 0x1F) | (WorkingLinks.Mask << 8) | (((uint)FreeRouterEntries & 0x7FF) << 14) | (IsEthernetAvailable ? 1u << 25 : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(destination, flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], LargestFreeSdram);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], LargestFreeSystemRam);
        for (int core = 0; core < CoreSet.MaxCores; core++)
            destination[StatesOffset + core] = (byte)CoreStates[core];

        destination[30] = NearestEthernet.Y;
        destination[31] = NearestEthernet.X;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[32..], AddressNumber);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[MinSize..], (ushort)(ParentLink ?? (Chip == root ? 7 : 6)));
    }
}
