using System.Numerics;

namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>
/// The router of a chip. Packets pass it one after another. The first packet leaves when all its destinations have room. While one has no room, all packets behind it wait.
/// After the first wait, a packet may take an emergency route around a blocked link. After the second wait, it is dropped.
/// </summary>
/// <remarks>
/// <para>Source: docs/protocol/chip.md, "Router".</para>
/// <list type="table">
/// <listheader><term>Offset</term><description>Register</description></listheader>
/// <item><term>00</term><description>control: 0 run, 1 interrupt for dropped packets, 12:8 monitor, 23:16 first wait, 31:24 second wait. A wait is a mantissa in 3:0 and an exponent in 7:4</description></item>
/// <item><term>04</term><description>status: 31 interrupt, 29 a packet was dropped, 16 busy, 15:0 counters with an interrupt. Reading clears 29</description></item>
/// <item><term>08-14</term><description>errors: packets are never damaged, so only 14 is not 0. Its bits 15:0 count packets that were too old, if bit 3 of the control register is set</description></item>
/// <item><term>18-28</term><description>the packet dropped: header (26:24 link, 23:16 control byte), key, payload, outputs that were blocked (links 5:0, cores 23:6), status (31 valid, 30 overflow; reading clears)</description></item>
/// <item><term>2c</term><description>enabled counters; ones in 31:16 clear</description></item>
/// <item><term>84</term><description>route of fixed route packets</description></item>
/// <item><term>200+4k, 300+4k</term><description>filters and counters: <see cref="RouterDiagnostics"/></description></item>
/// <item><term>4000, 8000, c000</term><description>1,024 routes, keys and masks; keys and masks read 0</description></item>
/// <item><term>10000</term><description>8,192 words of eight point to point routes of 3 bits: 0-5 link, 6 drop, 7 monitor</description></item>
/// </list>
/// </remarks>
internal sealed class Router
{
    /// <summary>The number of links.</summary>
    public const int Links = 6;

    /// <summary>How many links a packet crosses at the most: several times the longest way through the largest machine.</summary>
    public const int MostHops = 1024;

    private const uint Runs = 1;
    private const uint CountsOldPackets = 1 << 3;
    private const uint DumpInterrupt = 1 << 1;
    private const uint Dumped = 1u << 29;
    private const int PlacesForCores = 4;
    private const int NeverWait = 0xff;

    private readonly IRouterPorts _ports;
    private readonly RoutingTable _table = new();
    private readonly RouterDump _dump = new();
    private readonly uint[] _pointToPoint = new uint[8192];
    private readonly Queue<(Packet Packet, int Link, bool IsLocal)> _input = new();
    private readonly RouterDiagnostics _diagnostics = new();
    private uint _control;
    private uint _fixedRoute;
    private uint _status;
    private uint _oldPackets;
    private bool _isPumping;
    private long _waitsSince = -1;
    private RouteDecision _decision;

    /// <summary>Makes a router in its state after power-on.</summary>
    /// <param name="ports">Its surroundings.</param>
    /// <param name="monitor">The monitor core.</param>
    public Router(IRouterPorts ports, int monitor)
    {
        _ports = ports;
        _control = 0x2f2f0007 | ((uint)monitor << 8);
        Array.Fill(_pointToPoint, 0xdb6db6u);
    }

    /// <summary>Whether it takes packets of cores.</summary>
    public bool HasRoomForCores => _input.Count < PlacesForCores;

    /// <summary>The diagnostic counters.</summary>
    public RouterDiagnostics Diagnostics => _diagnostics;

    /// <summary>The packet that it dropped and keeps.</summary>
    public RouterDump Dump => _dump;

    /// <summary>The packets that wait in it, the next one first.</summary>
    public IReadOnlyCollection<(Packet Packet, int Link, bool IsLocal)> Waiting => _input;

    private int Monitor => (int)(_control >> 8) & 31;

    /// <summary>The length of a wait.</summary>
    /// <param name="wait">Mantissa m in 3:0, exponent e in 7:4: (m + 16 - 2^(4-e)) 2^e clocks of the router for e up to 4, else (m + 16) 2^e.</param>
    /// <returns>The wait in clocks of cores; <see cref="long.MaxValue"/> for ever.</returns>
    public static long WaitClocks(uint wait)
    {
        if (wait == NeverWait) return long.MaxValue;
        int exponent = (int)(wait >> 4);
        long mantissa = (wait & 15) + 16;
        long clocks = exponent <= 4 ? (mantissa - (1L << (4 - exponent))) << exponent : mantissa << exponent;
        return clocks * 3 / 2;
    }

    /// <summary>Gets a packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="link">The link by which it came, or seems to come; <see cref="Packet.Local"/> for none.</param>
    /// <param name="isLocal">Whether it came from a core of the chip.</param>
    /// <param name="now">The time.</param>
    public void Arrive(Packet packet, int link, bool isLocal, long now)
    {
        _input.Enqueue((packet, link, isLocal));
        CatchUp(now);
    }

    /// <summary>Lets packets pass, if they can or their waits are over.</summary>
    public void CatchUp(long now)
    {
        if (_isPumping) return;
        _isPumping = true;
        while (_input.Count > 0 && TryPass(now))
        {
            (_, int link, bool isLocal) = _input.Dequeue();
            _waitsSince = -1;
            if (!isLocal) _ports.LinkPacketLeft(link, now);
            if (_input.Count == PlacesForCores - 1) _ports.InputHasRoom(now);
        }

        _isPumping = false;
    }

    /// <summary>Reads a register.</summary>
    public uint Read(uint offset)
    {
        switch (offset)
        {
            case 0x00: return _control;
            case 0x04: return ReadStatus();
            case 0x14: return _oldPackets;
            case >= 0x18 and <= 0x28:
                uint value = _dump.Read(offset);
                if (offset == 0x28)
                {
                    _status &= ~Dumped;
                    SetLines();
                }

                return value;
            case 0x2c: return _diagnostics.Enable;
            case 0x84: return _fixedRoute;
            case >= 0x200 and < 0x240:
                uint filter = _diagnostics.ReadFilter((offset - 0x200) / 4);
                SetLines();
                return filter;
            case >= 0x300 and < 0x340: return _diagnostics.ReadCounter((offset - 0x300) / 4);
            case >= 0x4000 and < 0x5000: return _table.ReadRoute((offset - 0x4000) / 4);
            case >= 0x10000 and < 0x18000: return _pointToPoint[(offset - 0x10000) / 4];
            default: return 0;
        }
    }

    /// <summary>Reads a register as a debugger does: nothing is cleared.</summary>
    public uint Peek(uint offset) => offset switch
    {
        0x04 => PeekStatus(),
        >= 0x18 and <= 0x28 => _dump.Peek(offset),
        >= 0x200 and < 0x240 => _diagnostics.PeekFilter((offset - 0x200) / 4),
        _ => Read(offset),
    };

    /// <summary>Writes a register.</summary>
    public void Write(uint offset, uint value, long now)
    {
        switch (offset)
        {
            case 0x00:
                _control = value;
                SetLines();
                CatchUp(now);
                break;
            case 0x2c: _diagnostics.Enable = value; break;
            case 0x84: _fixedRoute = value & 0xffffff; break;
            case >= 0x200 and < 0x240:
                _diagnostics.WriteFilter((offset - 0x200) / 4, value);
                SetLines();
                break;
            case >= 0x300 and < 0x340: _diagnostics.WriteCounter((offset - 0x300) / 4, value); break;
            case >= 0x4000 and < 0x5000: _table.SetRoute((offset - 0x4000) / 4, value); break;
            case >= 0x8000 and < 0x9000: _table.SetKey((offset - 0x8000) / 4, value); break;
            case >= 0xc000 and < 0xd000: _table.SetMask((offset - 0xc000) / 4, value); break;
            case >= 0x10000 and < 0x18000: _pointToPoint[(offset - 0x10000) / 4] = value & 0xffffff; break;
        }
    }

    private static int Opposite(int link) => (link + 3) % Links;

    private uint ReadStatus()
    {
        uint value = PeekStatus();
        _status &= ~Dumped;
        SetLines();
        return value;
    }

    private uint PeekStatus()
    {
        uint asking = _diagnostics.Asking | (_status & Dumped);
        return asking | (asking != 0 ? 1u << 31 : 0) | (_input.Count > 0 ? 1u << 16 : 0);
    }

    /// <summary>Lets the first packet pass, if it can, or drops it.</summary>
    private bool TryPass(long now)
    {
        (Packet packet, int link, bool isLocal) = _input.Peek();
        if ((_control & Runs) == 0) return true;
        if (_waitsSince < 0)
        {
            _decision = Route(packet, link, isLocal);
            if (_decision.IsAnswered) return true;
            if (packet.Hops >= MostHops)
            {
                Forget(packet, isLocal);
                return true;
            }
        }

        (uint blockedLinks, uint blockedCores) = Blocked(_decision, now, out long retryAt);
        if ((blockedLinks | blockedCores) == 0)
        {
            Emit(packet, _decision, link, isLocal, 0, now);
            return true;
        }

        if (_waitsSince < 0) _waitsSince = now;
        long firstWait = WaitClocks((_control >> 16) & 0xff);
        long secondWait = WaitClocks(_control >> 24);
        long firstEnd = firstWait == long.MaxValue ? long.MaxValue : _waitsSince + firstWait;
        if (now < firstEnd)
        {
            WaitUntil(Math.Min(firstEnd, retryAt));
            return false;
        }

        bool mayGoAround = secondWait > 0 && blockedCores == 0 && packet.Type is PacketType.Multicast or PacketType.FixedRoute && packet.Emergency == EmergencyState.Normal;
        if (mayGoAround && CanGoAround(_decision, blockedLinks, now))
        {
            Emit(packet, _decision, link, isLocal, blockedLinks, now);
            return true;
        }

        long secondEnd = secondWait == long.MaxValue ? long.MaxValue : firstEnd + secondWait;
        if (now < secondEnd)
        {
            WaitUntil(Math.Min(secondEnd, retryAt));
            return false;
        }

        Drop(packet, link, isLocal, blockedLinks, blockedCores);
        return true;
    }

    private void WaitUntil(long time)
    {
        if (time != long.MaxValue) _ports.CallRouterAt(time);
    }

    private void Drop(Packet packet, int link, bool isLocal, uint links, uint cores)
    {
        _dump.Keep(packet, link, links, cores);
        _status |= Dumped;
        _diagnostics.Count(packet, isLocal, _decision.IsDefault, 1);
        SetLines();
    }

    /// <summary>Drops a packet that is too old. It is not kept: whoever sends dropped packets again would send it on for ever.</summary>
    private void Forget(Packet packet, bool isLocal)
    {
        if ((_control & CountsOldPackets) != 0 && _oldPackets < ushort.MaxValue) _oldPackets++;
        _diagnostics.Count(packet, isLocal, _decision.IsDefault, 1);
        SetLines();
    }

    private RouteDecision Route(Packet packet, int link, bool isLocal)
    {
        switch (packet.Type)
        {
            case PacketType.Multicast: return RouteByKey(packet, link, _table.TryFind(packet.Key, out uint found) ? found : null);
            case PacketType.FixedRoute: return RouteByKey(packet, link, _fixedRoute);
            case PacketType.PointToPoint:
                uint destination = packet.Key & 0xffff;
                int way = (int)(_pointToPoint[destination >> 3] >> (int)(3 * (destination & 7))) & 7;
                return new RouteDecision(way < Links ? 1u << way : 0, way == 7 ? 1u << Monitor : 0);
            default:
                if (isLocal) return new RouteDecision(packet.NeighbourLink < Links ? 1u << packet.NeighbourLink : 0x3f, 0);
                if (!packet.IsPeekOrPoke) return new RouteDecision(0, 1u << Monitor);
                return Answer(packet, link);
        }
    }

    private static RouteDecision RouteByKey(Packet packet, int link, uint? route)
    {
        // On the first side of the triangle, packets turn by one link. At the end of the second side, they continue as if they had come by the avoided link.
        uint second = 0;
        if (packet.Emergency is EmergencyState.First or EmergencyState.NormalAndFirst && link < Links) second = 1u << ((link + 1) % Links);
        if (packet.Emergency == EmergencyState.First) return new RouteDecision(0, 0, second);
        int seemsFrom = packet.Emergency == EmergencyState.Second && link < Links ? (link + 1) % Links : link;
        if (route is { } value) return new RouteDecision(value & 0x3f, (value >> 6) & 0x3ffff, second);
        return seemsFrom < Links ? new RouteDecision(1u << Opposite(seemsFrom), 0, second, IsDefault: true) : new RouteDecision(0, 0, second);
    }

    private RouteDecision Answer(Packet packet, int link)
    {
        uint value = 0;
        bool isPoke = packet.HasPayload;
        bool isThere = isPoke ? _ports.TryPoke(packet.Key & ~3u, packet.Payload) : _ports.TryPeek(packet.Key & ~3u, out value);
        if (!isThere) return new RouteDecision(0, 0, IsAnswered: true);
        Packet answer = new((byte)(((int)PacketType.NearestNeighbour << 6) | (isPoke ? 0 : 2)), packet.Key | 1, value, 0);
        return new RouteDecision(1u << link, 0, Answer: answer);
    }

    private (uint Links, uint Cores) Blocked(RouteDecision decision, long now, out long retryAt)
    {
        retryAt = long.MaxValue;
        uint links = 0;
        uint cores = 0;
        for (uint left = decision.Links | decision.SecondSide; left != 0; left &= left - 1)
        {
            int link = BitOperations.TrailingZeroCount(left);
            if (_ports.IsLinkFree(link, now, out long when)) continue;
            links |= 1u << link;
            retryAt = Math.Min(retryAt, when);
        }

        for (uint left = decision.Cores; left != 0; left &= left - 1)
        {
            int core = BitOperations.TrailingZeroCount(left);
            if (!_ports.IsCoreFree(core)) cores |= 1u << core;
        }

        return (links, cores);
    }

    private bool CanGoAround(RouteDecision decision, uint blocked, long now)
    {
        if ((decision.SecondSide & blocked) != 0) return false;
        for (uint left = blocked; left != 0; left &= left - 1)
            if (!_ports.IsLinkFree((BitOperations.TrailingZeroCount(left) + 1) % Links, now, out _)) return false;
        return true;
    }

    private void Emit(Packet packet, RouteDecision decision, int link, bool isLocal, uint around, long now)
    {
        uint first = ((around << 1) | (around >> (Links - 1))) & 0x3f;
        uint normal = decision.Links & ~around;
        Packet sent = decision.Answer ?? packet.With(EmergencyState.Normal);
        if (packet.Type is not (PacketType.Multicast or PacketType.FixedRoute)) sent = decision.Answer ?? packet;
        sent = sent with { Hops = (ushort)(packet.Hops + 1) };
        for (int output = 0; output < Links; output++)
        {
            uint bit = 1u << output;
            if ((first & normal & bit) != 0) _ports.SendToLink(output, sent.With(EmergencyState.NormalAndFirst), now);
            else if ((normal & bit) != 0) _ports.SendToLink(output, sent, now);
            else if ((first & bit) != 0) _ports.SendToLink(output, sent.With(EmergencyState.First), now);
            if ((decision.SecondSide & bit) != 0) _ports.SendToLink(output, sent.With(EmergencyState.Second), now);
        }

        int arrival = isLocal ? Packet.Local : link;
        for (uint left = decision.Cores; left != 0; left &= left - 1) _ports.SendToCore(BitOperations.TrailingZeroCount(left), sent, arrival, now);
        if (decision.Answer.HasValue) return;
        _diagnostics.Count(packet, isLocal, decision.IsDefault, Destinations(normal | first | decision.SecondSide, decision.Cores));
        SetLines();
    }

    private uint Destinations(uint links, uint cores)
    {
        uint monitor = 1u << Monitor;
        uint bits = (links << 3) | ((cores & monitor) != 0 ? 4u : 0) | ((cores & ~monitor) != 0 ? 2u : 0);
        return bits == 0 ? 1 : bits;
    }

    private void SetLines() => _ports.SetRouterLines(_diagnostics.Asking != 0, (_status & Dumped) != 0 && (_control & DumpInterrupt) != 0);
}
