using System.Buffers.Binary;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>The tables of data of the programs of a board: keys, places and routes, by the conventions of the usual tool chain.</summary>
/// <remarks>Protocol: streaming.md, "Setting up".</remarks>
internal sealed class StreamTables
{
    /// <summary>The key region of the gatherer: where its tag is, in words.</summary>
    public const int TagWord = 5;

    /// <summary>Where in a table the address of the first region is, in words.</summary>
    public const int FirstRegionWord = 2;

    /// <summary>The length of a table in bytes: 32 regions.</summary>
    public const int TableSize = 392;

    private const uint Magic = 0xAD130AD6;
    private const uint Version = 0x00010000;
    private const uint KeyMask = 0xFFFFFFF8;
    private const uint KeyStep = 8;
    private const int WordsOfRegion = 3;

    private const uint BasicData = 0xFFFFFFF9;
    private const uint NewSequence = 0xFFFFFFF8;
    private const uint FirstData = 0xFFFFFFF7;
    private const uint EndFlag = 0xFFFFFFF6;
    private const uint TransactionKey = 0xFFFFFFF5;

    private readonly Machine _machine;
    private readonly CoreLocation _gatherer;
    private readonly IReadOnlyDictionary<ChipLocation, CoreLocation> _monitors;
    private readonly StreamTree _tree;
    private readonly Dictionary<ChipLocation, uint> _keys = [];
    private readonly uint _timeoutKey;

    /// <summary>Makes those of a board.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="gatherer">The core of the gatherer.</param>
    /// <param name="monitors">The cores of the extra monitors of the board, by chip.</param>
    public StreamTables(Machine machine, CoreLocation gatherer, IReadOnlyDictionary<ChipLocation, CoreLocation> monitors)
    {
        _machine = machine;
        _gatherer = gatherer;
        _monitors = monitors;
        _tree = StreamTree.From(machine, gatherer.Chip, monitors.Keys.ToHashSet());
        uint key = KeyStep;
        foreach (ChipLocation chip in machine.ChipsOfBoard(gatherer.Chip).Select(static chip => chip.Location).Where(monitors.ContainsKey))
        {
            _keys[chip] = key;
            key += KeyStep;
        }

        _timeoutKey = key;
    }

    /// <summary>The core of the gatherer.</summary>
    public CoreLocation Gatherer => _gatherer;

    /// <summary>The cores of the extra monitors.</summary>
    public IReadOnlyDictionary<ChipLocation, CoreLocation> Monitors => _monitors;

    /// <summary>The chips that data from the host cannot get to over chips with extra monitors.</summary>
    public IEnumerable<ChipLocation> CutOff => _monitors.Keys.Except([_gatherer.Chip, .. _tree.Chips]);

    /// <summary>The place of a chip, counted from the chip with the Ethernet of its board.</summary>
    public static ChipLocation PlaceOnBoard(Machine machine, ChipLocation ethernet, ChipLocation chip) => new(
        (chip.X + machine.Dimensions.Width - ethernet.X) % machine.Dimensions.Width, (chip.Y + machine.Dimensions.Height - ethernet.Y) % machine.Dimensions.Height);

    /// <summary>How many bytes the table and the regions of a core take.</summary>
    public static int SizeOf(IReadOnlyList<uint[]> regions) => TableSize + (regions.Sum(static region => region.Length) * sizeof(uint));

    /// <summary>Makes the table of a core, and its regions behind it, for an address.</summary>
    public static byte[] MakeTable(uint address, IReadOnlyList<uint[]> regions)
    {
        var table = new byte[SizeOf(regions)];
        Put(table, 0, Magic);
        Put(table, 1, Version);
        int at = TableSize;
        for (int region = 0; region < regions.Count; region++)
        {
            int entry = FirstRegionWord + (region * WordsOfRegion);
            Put(table, entry, address + (uint)at);
            Put(table, entry + 1, regions[region].Aggregate(0u, static (sum, word) => unchecked(sum + word)));
            Put(table, entry + 2, (uint)regions[region].Length);
            foreach (uint word in regions[region])
            {
                Put(table, at / sizeof(uint), word);
                at += sizeof(uint);
            }
        }

        return table;
    }

    /// <summary>The regions of the extra monitor of a chip: it sends multicast packets again, and no others.</summary>
    public IReadOnlyList<uint[]> MonitorRegions(ChipLocation chip, byte applicationId)
    {
        uint[] routes = [.. RoutesOf(chip, applicationId)];
        uint key = _keys[chip];
        return
        [
            [0, 1, 1, 1, _timeoutKey],
            [BasicData, NewSequence, FirstData, TransactionKey, EndFlag],
            [key, key + 1, key + 2, (uint)routes.Length / WordsOfRegion, .. routes],
            new uint[4],
        ];
    }

    /// <summary>The regions of the gatherer.</summary>
    public IReadOnlyList<uint[]> GathererRegions(int tag)
    {
        IEnumerable<uint> chips = _keys.SelectMany(one => PlaceOnBoard(_machine, _gatherer.Chip, one.Key) is var place ? new uint[] { place.X, place.Y, one.Value } : []);
        return
        [
            [NewSequence, FirstData, TransactionKey, EndFlag, BasicData, (uint)tag],
            [(uint)_keys.Count, _timeoutKey, .. chips],
            new uint[4],
        ];
    }

    /// <summary>The fixed routes of the board: to the gatherer, or a link toward it.</summary>
    public IEnumerable<(ChipLocation Chip, Route Route)> FixedRoutes() =>
        StreamTree.FindLinksTowards(_machine, _gatherer.Chip).Select(static one => (one.Key, new Route(LinkSet.Create(one.Value), default)))
            .Prepend((_gatherer.Chip, new Route(default, CoreSet.Create(_gatherer.Core))));

    /// <summary>Key, mask and route of each entry of a chip: its own data, the data that pass through, and the timeouts.</summary>
    private List<uint> RoutesOf(ChipLocation chip, byte applicationId)
    {
        uint monitor = new Route(default, CoreSet.Create(_monitors[chip].Core)).Word;
        uint application = (uint)applicationId << 24;
        List<uint> words = [_keys[chip], KeyMask, monitor | application];
        foreach (ChipLocation other in _tree.Chips)
        {
            foreach ((_, int link) in _tree.WayTo(other).Where(step => step.Chip == chip))
                words.AddRange([_keys[other], KeyMask, LinkSet.Create(link).Mask | application]);
        }

        words.AddRange([_timeoutKey, KeyMask, monitor | _tree.LinksToChildren(chip).Mask | application]);
        return words;
    }

    private static void Put(byte[] table, int word, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(word * sizeof(uint)), value);
}
