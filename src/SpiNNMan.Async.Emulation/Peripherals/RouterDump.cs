namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The one dropped packet that a router keeps.</summary>
internal sealed class RouterDump
{
    private const uint OverflowBit = 1u << 30;
    private const uint ValidBit = 1u << 31;

    private Packet _packet;
    private int _link;
    private uint _outputs;

    /// <summary>Bit 31: there is a packet. Bit 30: more packets were dropped since.</summary>
    public uint Status { get; private set; }

    /// <summary>Keeps a packet, unless there is one already.</summary>
    public void Keep(Packet packet, int link, uint links, uint cores)
    {
        if ((Status & ValidBit) != 0)
        {
            Status |= OverflowBit;
            return;
        }

        (_packet, _link, _outputs) = (packet, link, links | (cores << 6));
        Status = ValidBit | _outputs;
    }

    /// <summary>Keeps what another one keeps.</summary>
    public void CopyFrom(RouterDump other) => (_packet, _link, _outputs, Status) = (other._packet, other._link, other._outputs, other.Status);

    /// <summary>Reads one of the registers 18 to 28. Reading the last one clears it.</summary>
    public uint Read(uint offset)
    {
        switch (offset)
        {
            case 0x18: return ((uint)_link << 24) | ((uint)_packet.Control << 16);
            case 0x1c: return _packet.Type == PacketType.PointToPoint ? ((uint)_packet.Source << 16) | (_packet.Key & 0xffff) : _packet.Key;
            case 0x20: return _packet.Payload;
            case 0x24: return _outputs;
            default:
                uint status = Status;
                Status = 0;
                return status;
        }
    }

    /// <summary>Reads one of the registers as a debugger does: nothing is cleared.</summary>
    public uint Peek(uint offset) => offset == 0x28 ? Status : Read(offset);
}
