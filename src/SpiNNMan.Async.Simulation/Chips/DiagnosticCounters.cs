namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The sixteen diagnostic counters of a router. Each counts the packets that pass its filter.</summary>
/// <remarks>A packet is described by the bits of the filters: its kind, and its destinations.</remarks>
internal sealed class DiagnosticCounters
{
    /// <summary>How many there are.</summary>
    public const int Size = 16;

    // The bits that a filter looks at.
    public const uint IsMulticast = 1 << 0;
    public const uint IsPointToPoint = 1 << 1;
    public const uint IsNearestNeighbour = 1 << 2;
    public const uint IsFixedRoute = 1 << 3;
    public const uint IsNormallyRouted = 1 << 4;
    public const uint IsDefaultRouted = 1 << 10;
    public const uint IsRoutedByTable = 1 << 11;
    public const uint HasPayload = 1 << 12;
    public const uint HasNoPayload = 1 << 13;
    public const uint IsLocal = 1 << 14;
    public const uint IsFromElsewhere = 1 << 15;
    public const uint ToDump = 1 << 16;
    public const uint ToCore = 1 << 17;
    public const uint ToMonitor = 1 << 18;
    public const int ToFirstLink = 19;

    private readonly uint[] _counters = new uint[Size];
    private readonly uint[] _filters =
    [
        0x01FE7CF1, 0x01FEBCF1, 0x01FE7CF2, 0x01FEBCF2, 0x01FE7CF4, 0x01FEBCF4, 0x01FE7CF8, 0x01FEBCF8,
        0x0001FCF1, 0x0001FCF2, 0x0001FCF4, 0x0001FCF8, 0, 0, 0, 0,
    ];

    private Action<uint, uint, uint>? _count;

    /// <summary>The counters that count, one bit each.</summary>
    public uint Enabled { get; private set; } = 0xFFFF;

    public uint this[uint counter]
    {
        get => _counters[counter];
        set => _counters[counter] = value;
    }

    public uint FilterOf(uint counter) => _filters[counter];

    /// <summary>From now on, the hardware does the counting.</summary>
    public void CountIn(IChipHardware hardware) => _count = hardware.CountPackets;

    public void SetFilter(uint counter, uint filter) => _filters[counter] = filter;

    /// <summary>Sets which counters count (the low half), and which begin at zero again (the upper half).</summary>
    public void Enable(uint value)
    {
        Enabled = value & 0xFFFF;
        for (int i = 0; i < Size; i++)
        {
            if ((value & (0x10000u << i)) != 0)
                _counters[i] = 0;
        }
    }

    /// <summary>Counts equal packets in each counter whose filter they pass.</summary>
    /// <param name="packet">The kind of the packets.</param>
    /// <param name="destinations">The destinations of the packets. At least one must be among those of the filter.</param>
    /// <param name="times">The number of packets.</param>
    public void Count(uint packet, uint destinations, uint times = 1)
    {
        if (_count is not null)
        {
            _count(packet, destinations, times);
            return;
        }

        for (int i = 0; i < Size; i++)
        {
            if ((Enabled & (1u << i)) != 0 && (_filters[i] & packet) == packet && (_filters[i] & destinations) != 0)
                _counters[i] += times;
        }
    }
}
