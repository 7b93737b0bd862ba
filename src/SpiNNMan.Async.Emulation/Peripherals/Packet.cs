namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>A packet on its way.</summary>
/// <param name="Control">Its control byte: type in 7:6, then what the type makes of it, payload in bit 1, parity in bit 0.</param>
/// <param name="Key">Its key; the address of its destination for point to point.</param>
/// <param name="Payload">Its payload, 0 without one.</param>
/// <param name="Source">The address of the chip it comes from. Only point to point packets carry it.</param>
/// <remarks>The control byte is told in docs/protocol/chip.md, "Packets".</remarks>
internal readonly record struct Packet(byte Control, uint Key, uint Payload, ushort Source)
{
    /// <summary>The link number of what comes from a core of the same chip.</summary>
    public const int Local = 7;

    private const int EmergencyShift = 4;

    /// <summary>Its type.</summary>
    public PacketType Type => (PacketType)(Control >> 6);

    /// <summary>Whether it has a payload.</summary>
    public bool HasPayload => (Control & 2) != 0;

    /// <summary>For nearest neighbour packets: whether the router itself answers.</summary>
    public bool IsPeekOrPoke => (Control & 0x20) != 0;

    /// <summary>For nearest neighbour packets: the link to leave by.</summary>
    public int NeighbourLink => (Control >> 2) & 7;

    /// <summary>For multicast and fixed route packets: where on an emergency route it is.</summary>
    public EmergencyState Emergency => Type is PacketType.Multicast or PacketType.FixedRoute ? (EmergencyState)((Control >> EmergencyShift) & 3) : EmergencyState.Normal;

    /// <summary>The same packet elsewhere on an emergency route.</summary>
    public Packet With(EmergencyState state) => this with { Control = (byte)((Control & ~(3 << EmergencyShift)) | ((int)state << EmergencyShift)) };
}
