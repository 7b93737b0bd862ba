namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>A packet in transit.</summary>
/// <param name="Control">Its control byte: type in 7:6, then bits that depend on the type, payload in bit 1, parity in bit 0.</param>
/// <param name="Key">Its key. For point to point it is the address of the destination.</param>
/// <param name="Payload">Its payload, 0 without one.</param>
/// <param name="Source">The address of the chip it comes from. Only point to point packets carry it.</param>
/// <remarks>docs/protocol/chip.md, "Packets", describes the control byte.</remarks>
internal readonly record struct Packet(byte Control, uint Key, uint Payload, ushort Source)
{
    /// <summary>The link number of packets from a core of the same chip.</summary>
    public const int Local = 7;

    private const int EmergencyShift = 4;

    /// <summary>How many links it has crossed. It stands for the age of a packet, by which routers drop what goes round in circles.</summary>
    public ushort Hops { get; init; }

    /// <summary>Its type.</summary>
    public PacketType Type => (PacketType)(Control >> 6);

    /// <summary>Whether it has a payload.</summary>
    public bool HasPayload => (Control & 2) != 0;

    /// <summary>For nearest neighbour packets: whether the router itself answers.</summary>
    public bool IsPeekOrPoke => (Control & 0x20) != 0;

    /// <summary>For nearest neighbour packets: the link to leave by.</summary>
    public int NeighbourLink => (Control >> 2) & 7;

    /// <summary>For multicast and fixed route packets: the place on an emergency route.</summary>
    public EmergencyState Emergency => Type is PacketType.Multicast or PacketType.FixedRoute ? (EmergencyState)((Control >> EmergencyShift) & 3) : EmergencyState.Normal;

    /// <summary>The same packet at another place on an emergency route.</summary>
    public Packet With(EmergencyState state) => this with { Control = (byte)((Control & ~(3 << EmergencyShift)) | ((int)state << EmergencyShift)) };
}
