namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>
/// The communications controller of a core. It sends packets, and holds received packets until the core takes them. Both directions have few places. If there is no room, packets wait in the
/// router, whose own input then fills up.
/// </summary>
/// <remarks>
/// <para>Source: docs/protocol/chip.md, "Communications controller".</para>
/// <list type="table">
/// <listheader><term>Offset</term><description>Register</description></listheader>
/// <item><term>00</term><description>transmit control: 31 empty, 30 full (stays until written), 29 overrun (stays until written), 28 not full, 23:16 control byte</description></item>
/// <item><term>04</term><description>transmit data: sets the payload bit of the control byte</description></item>
/// <item><term>08</term><description>transmit key: sends</description></item>
/// <item><term>0c</term><description>receive status: 31 and 28 received, 26:24 link (7 local), 23:16 control byte</description></item>
/// <item><term>10</term><description>payload of the oldest packet</description></item>
/// <item><term>14</term><description>key of the oldest packet: reading takes the packet. The low half is the source of a point to point packet</description></item>
/// <item><term>18</term><description>source address: 15:0 own address, 26:24 link by which packets seem to come (7 none)</description></item>
/// </list>
/// </remarks>
internal sealed class CommunicationsController
{
    /// <summary>How many packets can wait between the router and the core: one in the controller, the others in transit to it.</summary>
    public const int ReceivePlaces = 4;

    /// <summary>How many packets can wait to leave: one in the buffer, one in transit.</summary>
    public const int TransmitPlaces = 2;

    private const long ClocksToRouter = 30;
    private const long ClocksBetweenPackets = 60;
    private const uint Empty = 1u << 31;
    private const uint Full = 1u << 30;
    private const uint Overrun = 1u << 29;
    private const uint NotFull = 1u << 28;
    private const uint ControlByte = 0xff0000;
    private const uint PayloadBit = 0x20000;
    private const uint ReceiveLines = (1u << InterruptSource.PacketReceived) | (15u << InterruptSource.MulticastReceived);
    private const uint TransmitLines = (1u << InterruptSource.TransmitFull) | (1u << InterruptSource.TransmitOverflow) | (1u << InterruptSource.TransmitEmpty) |
        (1u << InterruptSource.TransmitNotFull);

    private readonly VectoredInterruptController _vic;
    private readonly IPacketSink _sink;
    private readonly Queue<(Packet Packet, int Link)> _received = new(ReceivePlaces);
    private readonly Queue<(Packet Packet, int Link)> _leaving = new(TransmitPlaces);
    private int _onTheWay;
    private uint _control;
    private uint _sticky;
    private uint _data;
    private uint _source = 0x07000000;
    private long _leavesAt;
    private long _lastLeft = -ClocksBetweenPackets;
    private bool _isStalled;

    /// <summary>Makes a controller.</summary>
    /// <param name="vic">The interrupt controller of the core.</param>
    /// <param name="sink">The router.</param>
    public CommunicationsController(VectoredInterruptController vic, IPacketSink sink)
    {
        _vic = vic;
        _sink = sink;
        Update();
    }

    /// <summary>Whether the router may send one more packet.</summary>
    public bool HasRoom => _received.Count + _onTheWay < ReceivePlaces;

    /// <summary>When the next packet leaves; <see cref="long.MaxValue"/> if there is none.</summary>
    public long NextTime => _leaving.Count == 0 || _isStalled ? long.MaxValue : _leavesAt;

    /// <summary>Called when the core sends a packet, loses one because there is no room, gets one, or takes one.</summary>
    public Action<string, Packet>? Traced { get; set; }

    /// <summary>The packets that wait for the core, oldest first, with the links by which they came.</summary>
    public IReadOnlyCollection<(Packet Packet, int Link)> Received => _received;

    /// <summary>The packets that wait to leave.</summary>
    public IReadOnlyCollection<(Packet Packet, int Link)> Leaving => _leaving;

    /// <summary>Forgets packets and settings. Packets in transit still come.</summary>
    public void Reset()
    {
        _received.Clear();
        _leaving.Clear();
        _control = _sticky = _data = 0;
        _source = 0x07000000;
        _isStalled = false;
        Update();
    }

    /// <summary>Reserves a place for a packet that the router has sent.</summary>
    public void Reserve() => _onTheWay++;

    /// <summary>Gets a packet for which a place is reserved.</summary>
    public void Deliver(Packet packet, int link)
    {
        _onTheWay--;
        _received.Enqueue((packet, link));
        Traced?.Invoke("gets", packet);
        Update();
    }

    /// <summary>Lets packets leave that are due.</summary>
    public void CatchUp(long now)
    {
        while (_leaving.Count > 0 && !_isStalled && _leavesAt <= now) Leave(now);
    }

    /// <summary>The router has room again.</summary>
    public void Resume(long now)
    {
        if (!_isStalled) return;
        _isStalled = false;
        _leavesAt = Math.Max(_leavesAt, now);
    }

    /// <summary>Reads a register.</summary>
    public uint Read(uint offset, long now)
    {
        CatchUp(now);
        return offset == 0x14 ? Take(now) : Peek(offset);
    }

    /// <summary>Reads a register as a debugger does: no packet is taken.</summary>
    public uint Peek(uint offset)
    {
        switch (offset)
        {
            case 0x00:
                return _control | _sticky | (_leaving.Count == 0 ? Empty : 0) | (_leaving.Count < TransmitPlaces ? NotFull : 0);
            case 0x04: return _data;
            case 0x0c:
                if (_received.Count == 0) return 0;
                (Packet front, int link) = _received.Peek();
                return 0x90000000 | ((uint)link << 24) | ((uint)front.Control << 16);
            case 0x10: return _received.Count == 0 ? 0 : _received.Peek().Packet.Payload;
            case 0x14: return _received.Count == 0 ? 0 : KeyOf(_received.Peek().Packet);
            case 0x18: return _source;
            default: return 0;
        }
    }

    /// <summary>Writes a register.</summary>
    public void Write(uint offset, uint value, long now)
    {
        CatchUp(now);
        switch (offset)
        {
            case 0x00:
                _control = value & ControlByte;
                _sticky = _leaving.Count == TransmitPlaces ? Full : 0;
                Update();
                break;
            case 0x04:
                _data = value;
                _control |= PayloadBit;
                break;
            case 0x08:
                Send(value, now);
                break;
            case 0x18:
                _source = value & 0x0700ffff;
                break;
        }
    }

    private void Send(uint key, long now)
    {
        if (_leaving.Count == TransmitPlaces)
        {
            _sticky |= Overrun;
            Traced?.Invoke("loses", new Packet((byte)(_control >> 16), key, _data, (ushort)_source));
            Update();
            return;
        }

        byte control = (byte)(_control >> 16);
        Packet packet = new(control, key, (control & 2) != 0 ? _data : 0, (ushort)_source);
        if (_leaving.Count == 0) _leavesAt = Math.Max(now + ClocksToRouter, _lastLeft + ClocksBetweenPackets);
        _leaving.Enqueue((packet, (int)(_source >> 24) & 7));
        Traced?.Invoke("sends", packet);
        if (_leaving.Count == TransmitPlaces) _sticky |= Full;
        Update();
    }

    private void Leave(long now)
    {
        (Packet packet, int link) = _leaving.Peek();
        if (!_sink.TryTake(packet, link, Math.Min(now, _leavesAt)))
        {
            _isStalled = true;
            return;
        }

        _leaving.Dequeue();
        _lastLeft = _leavesAt;
        _leavesAt += ClocksBetweenPackets;
        Update();
    }

    private uint Take(long now)
    {
        if (_received.Count == 0) return 0;
        Packet packet = _received.Dequeue().Packet;
        Traced?.Invoke("takes", packet);
        Update();
        _sink.CoreHasRoom(now);
        return KeyOf(packet);
    }

    private static uint KeyOf(Packet packet) => packet.Type == PacketType.PointToPoint ? (packet.Key & 0xffff0000) | packet.Source : packet.Key;

    private void Update()
    {
        uint lines = 0;
        if (_received.Count > 0) lines = (1u << InterruptSource.PacketReceived) | (1u << (InterruptSource.MulticastReceived + (int)_received.Peek().Packet.Type));
        if ((_sticky & Full) != 0) lines |= 1u << InterruptSource.TransmitFull;
        if ((_sticky & Overrun) != 0) lines |= 1u << InterruptSource.TransmitOverflow;
        if (_leaving.Count == 0) lines |= 1u << InterruptSource.TransmitEmpty;
        if (_leaving.Count < TransmitPlaces) lines |= 1u << InterruptSource.TransmitNotFull;
        _vic.SetLines(lines, ReceiveLines | TransmitLines);
    }
}
