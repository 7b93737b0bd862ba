namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The sixteen diagnostic counters of a router. Each has a filter that selects the packets to count.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Bits of a filter</term><description>A packet counts if, in each group, a bit that describes it is set</description></listheader>
/// <item><term>3:0</term><description>type</description></item>
/// <item><term>7:4</term><description>state of emergency routing</description></item>
/// <item><term>8</term><description>reading does not clear bit 29</description></item>
/// <item><term>11:10</term><description>default routed, or not</description></item>
/// <item><term>13:12</term><description>with payload, or without</description></item>
/// <item><term>15:14</term><description>from this chip, or not</description></item>
/// <item><term>24:16</term><description>destination: 16 dropped, 17 cores, 18 monitor, 19 and more links</description></item>
/// <item><term>29, 30, 31</term><description>has counted; interrupt enable; interrupt</description></item>
/// </list>
/// <para>Source: docs/protocol/chip.md, "Router".</para>
/// </remarks>
internal sealed class RouterDiagnostics
{
    private const int Counters = 16;
    private const uint KeepEvent = 1 << 8;
    private const uint HasCounted = 1u << 29;
    private const uint AskWhenCounted = 1u << 30;
    private const uint Asks = 1u << 31;
    private const uint WrittenBits = AskWhenCounted | 0x01ffffff;

    private readonly uint[] _filters = new uint[Counters];
    private readonly uint[] _counts = new uint[Counters];
    private uint _enabled;

    /// <summary>The enabled counters. Written ones in 31:16 clear counters.</summary>
    public uint Enable
    {
        get => _enabled;
        set
        {
            _enabled = value & 0xffff;
            for (int counter = 0; counter < Counters; counter++)
                if ((value & (0x10000u << counter)) != 0) _counts[counter] = 0;
        }
    }

    /// <summary>The counters that request an interrupt.</summary>
    public uint Asking { get; private set; }

    /// <summary>Reads a filter.</summary>
    public uint ReadFilter(uint index)
    {
        uint value = PeekFilter(index);
        if ((value & KeepEvent) == 0) SetFilter(index, _filters[index] & ~HasCounted);
        return value;
    }

    /// <summary>Reads a filter as a debugger does: nothing is cleared.</summary>
    public uint PeekFilter(uint index) => _filters[index] | ((Asking & (1u << (int)index)) != 0 ? Asks : 0);

    /// <summary>Writes a filter.</summary>
    public void WriteFilter(uint index, uint value) => SetFilter(index, (value & WrittenBits) | (_filters[index] & HasCounted));

    /// <summary>Reads a counter.</summary>
    public uint ReadCounter(uint index) => _counts[index];

    /// <summary>Writes a counter.</summary>
    public void WriteCounter(uint index, uint value) => _counts[index] = value;

    /// <summary>Counts a packet.</summary>
    /// <param name="packet">The packet, as it came.</param>
    /// <param name="isLocal">Whether it came from this chip.</param>
    /// <param name="isDefaultRouted">Whether it went straight on because no entry matched.</param>
    /// <param name="destinations">Its destinations, as bits 24:16 of a filter.</param>
    public void Count(Packet packet, bool isLocal, bool isDefaultRouted, uint destinations)
    {
        if (_enabled == 0) return;
        uint own = (1u << (int)packet.Type) | (1u << (4 + (int)packet.Emergency)) | (isDefaultRouted ? 1u << 10 : 1u << 11) |
            (packet.HasPayload ? 1u << 12 : 1u << 13) | (isLocal ? 1u << 14 : 1u << 15);
        Count(own, destinations << 16, 1);
    }

    /// <summary>Counts equal packets.</summary>
    /// <param name="own">Their properties, in bits 15:0 of a filter.</param>
    /// <param name="destinations">Their destinations, in bits 24:16.</param>
    /// <param name="times">The number of packets.</param>
    public void Count(uint own, uint destinations, uint times)
    {
        for (int counter = 0; counter < Counters; counter++)
        {
            uint filter = _filters[counter];
            if ((_enabled & (1u << counter)) == 0 || (filter & own) != own || (filter & destinations & 0x1ff0000) == 0) continue;
            _counts[counter] += times;
            SetFilter((uint)counter, filter | HasCounted);
        }
    }

    private void SetFilter(uint index, uint value)
    {
        _filters[index] = value;
        uint bit = 1u << (int)index;
        Asking = (value & (HasCounted | AskWhenCounted)) == (HasCounted | AskWhenCounted) ? Asking | bit : Asking & ~bit;
    }
}
