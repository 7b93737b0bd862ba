using System.Collections.Immutable;
using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The registers of a chip's router: control, diagnostics, a dropped packet, the multicast entries and the point-to-point table.</summary>
/// <param name="makeP2PTable">Makes the point-to-point table at its first use.</param>
/// <param name="cores">The physical numbers of the cores, by their virtual ones.</param>
/// <param name="first">The first multicast entry, by which monitors send signals to each other.</param>
/// <param name="diagnostics">The diagnostic counters.</param>
/// <remarks>Routes name cores by physical numbers in the registers, and by virtual numbers everywhere else.</remarks>
internal sealed class RouterRegisters(Func<uint[]> makeP2PTable, Func<ImmutableArray<byte>> cores, RouterRegisters.Entry first, DiagnosticCounters diagnostics) : IRegisterBank
{
    private const uint Control = 0x00;
    private const uint Status = 0x04;
    private const uint ErrorStatus = 0x14;
    private const uint FirstOfDump = 0x18;
    private const uint LastOfDump = 0x28;
    private const uint HasDropped = 0xA0000000;
    private const uint DiagnosticEnable = 0x2C;
    private const uint FixedRoute = 0x84;
    private const uint Filters = 0x200;
    private const uint Counters = 0x300;
    private const uint RegistersPerKind = DiagnosticCounters.Size;
    private const uint Routes = 0x4000;
    private const uint Keys = 0x8000;
    private const uint Masks = 0xC000;
    private const uint EntryCount = 1024;
    private const uint RouteMask = 0x00FFFFFF;
    private const uint LinkMask = 0x3F;
    private const uint P2PTable = 0x10000;
    private const uint P2PTableWords = 8192;

    private Entry[]? _entries;
    private RouterDump? _dump;
    private uint _status;
    private uint _errorStatus;
    private uint[]? _p2pTable;
    private uint? _control;
    private uint _fixedRoute;
    private IRegisterBank? _hardware;

    private uint[] P2P => _p2pTable ??= makeP2PTable();

    private Entry[] Table => _entries ??= MakeEntries();

    /// <summary>Moves all state to a router that programs reach as well. It stays there.</summary>
    public void MoveTo(IChipHardware hardware)
    {
        IRegisterBank bank = hardware.Router;
        bank.Write(Control, Read(Control));
        bank.Write(FixedRoute, Read(FixedRoute));
        for (uint i = 0; i < RegistersPerKind; i++)
        {
            bank.Write(Filters + (4 * i), diagnostics.FilterOf(i));
            bank.Write(Counters + (4 * i), diagnostics[i]);
        }

        bank.Write(DiagnosticEnable, diagnostics.Enabled);
        for (uint i = 0; i < (_entries is null ? 1 : EntryCount); i++)
        {
            Entry entry = _entries?[i] ?? first;
            WriteEntry(bank, i, entry.Route, entry.Key, entry.Mask);
        }

        uint[] table = P2P;
        for (uint i = 0; i < P2PTableWords; i++)
            bank.Write(P2PTable + (4 * i), table[i]);

        diagnostics.CountIn(hardware);
        if (_dump is { } dump)
            hardware.Dump.CopyFrom(dump);

        _hardware = bank;
        (_entries, _p2pTable) = (null, null);
    }

    public uint Read(uint offset) => _hardware?.Read(offset) ?? ReadOwn(offset);

    private uint ReadOwn(uint offset) => offset switch
    {
        Control => _control ?? (0x00400001 | ((uint)cores()[0] << 8)),
        Status => ReadStatus(),
        ErrorStatus => _errorStatus,
        >= FirstOfDump and <= LastOfDump => ReadDump(offset),
        DiagnosticEnable => diagnostics.Enabled,
        FixedRoute => ToPhysical(_fixedRoute),
        >= Filters and < Filters + (4 * RegistersPerKind) => diagnostics.FilterOf((offset - Filters) / 4),
        >= Counters and < Counters + (4 * RegistersPerKind) => diagnostics[(offset - Counters) / 4],
        >= Routes and < Routes + (4 * EntryCount) => _entries is { } entries ? ToPhysical(entries[(offset - Routes) / 4].Route) : offset == Routes ? ToPhysical(first.Route) : 0,
        >= P2PTable and < P2PTable + (4 * P2PTableWords) => P2P[(offset - P2PTable) / 4],
        _ => 0,
    };

    public void Write(uint offset, uint value)
    {
        if (_hardware is { } hardware)
            hardware.Write(offset, value);
        else
            WriteOwn(offset, value);
    }

    private void WriteOwn(uint offset, uint value)
    {
        switch (offset)
        {
            case Control:
                _control = value;
                break;
            case ErrorStatus:
                _errorStatus = value;
                break;
            case DiagnosticEnable:
                diagnostics.Enable(value);
                break;
            case FixedRoute:
                _fixedRoute = ToVirtual(value);
                break;
            case >= Filters and < Filters + (4 * RegistersPerKind):
                diagnostics.SetFilter((offset - Filters) / 4, value);
                break;
            case >= Counters and < Counters + (4 * RegistersPerKind):
                diagnostics[(offset - Counters) / 4] = value;
                break;
            case >= Routes and < Routes + (4 * EntryCount):
                Table[(offset - Routes) / 4].Route = ToVirtual(value & RouteMask);
                break;
            case >= Keys and < Keys + (4 * EntryCount):
                Table[(offset - Keys) / 4].Key = value;
                break;
            case >= Masks and < Masks + (4 * EntryCount):
                Table[(offset - Masks) / 4].Mask = value;
                break;
            case >= P2PTable and < P2PTable + (4 * P2PTableWords):
                P2P[(offset - P2PTable) / 4] = value;
                break;
        }
    }

    /// <summary>The fixed route, with virtual core numbers.</summary>
    public uint FixedWay
    {
        get => _hardware is { } hardware ? ToVirtual(hardware.Read(FixedRoute)) : _fixedRoute;
        set
        {
            _fixedRoute = value;
            _hardware?.Write(FixedRoute, ToPhysical(value));
        }
    }

    /// <summary>The link towards a chip, by its address; 6 if there is none, 7 for this chip itself.</summary>
    public int NextHop(ushort address) => (int)(RouteWordOf(address) >> (3 * (address & 7))) & 7;

    /// <summary>Sets a multicast entry, with a route to virtual cores.</summary>
    public void SetEntry(int entry, uint route, uint key, uint mask)
    {
        if (_hardware is { } hardware)
            WriteEntry(hardware, (uint)entry, route & RouteMask, key, mask);
        else
            Table[entry] = new Entry(route & RouteMask, key, mask);
    }

    /// <summary>Finds the route of a multicast packet: the first entry that matches wins.</summary>
    /// <returns><see langword="false"/> if no entry matches.</returns>
    public bool TryFindRoute(uint key, out uint route)
    {
        foreach (Entry entry in _entries ?? [])
        {
            if ((key & entry.Mask) == entry.Key)
            {
                route = entry.Route;
                return true;
            }
        }

        route = (key & first.Mask) == first.Key ? first.Route : 0;
        return route != 0;
    }

    /// <summary>Counts a packet that passed the router.</summary>
    /// <param name="packet">The kind of the packet, in the bits of the filters.</param>
    /// <param name="destinations">The destinations of the packet.</param>
    public void Count(uint packet, uint destinations) => diagnostics.Count(packet, destinations);

    /// <summary>Keeps a packet that was dropped, if none is kept.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="link">The link by which it came, or <see cref="Packet.Local"/>.</param>
    /// <param name="links">The links that did not take it.</param>
    public void Keep(Packet packet, int link, uint links)
    {
        (_dump ??= new RouterDump()).Keep(packet, link, links, cores: 0);
        _status = HasDropped;
    }

    private uint ReadStatus()
    {
        uint status = _status;
        _status = 0;
        return status;
    }

    private uint ReadDump(uint offset)
    {
        if (offset == LastOfDump)
            _status = 0;

        return _dump?.Read(offset) ?? 0;
    }

    private uint RouteWordOf(ushort address) => _hardware?.Read(P2PTable + (4 * (uint)(address >> 3))) ?? P2P[address >> 3];

    private void WriteEntry(IRegisterBank bank, uint entry, uint route, uint key, uint mask)
    {
        bank.Write(Routes + (4 * entry), ToPhysical(route));
        bank.Write(Keys + (4 * entry), key);
        bank.Write(Masks + (4 * entry), mask);
    }

    private Entry[] MakeEntries()
    {
        var entries = new Entry[EntryCount];
        Array.Fill(entries, new Entry(0, uint.MaxValue, 0));
        entries[0] = first;
        return entries;
    }

    private uint ToPhysical(uint route)
    {
        ImmutableArray<byte> physical = cores();
        uint mapped = route & LinkMask;
        for (int core = 0; core < physical.Length; core++)
        {
            if ((route & (1u << (Link.Count + core))) != 0)
                mapped |= 1u << (Link.Count + physical[core]);
        }

        return mapped;
    }

    private uint ToVirtual(uint route)
    {
        ImmutableArray<byte> physical = cores();
        uint mapped = route & LinkMask;
        for (int core = 0; core < physical.Length; core++)
        {
            if ((route & (1u << (Link.Count + physical[core]))) != 0)
                mapped |= 1u << (Link.Count + core);
        }

        return mapped;
    }

    /// <summary>A multicast entry.</summary>
    internal record struct Entry(uint Route, uint Key, uint Mask);
}
