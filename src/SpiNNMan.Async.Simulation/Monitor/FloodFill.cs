using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Monitor;

/// <summary>The load of one image into all chips at once, which goes from neighbour to neighbour.</summary>
internal sealed class FloodFill(Scamp scamp)
{
    private const uint CoreMask = 0x0003FFFF;

    private readonly HashSet<uint> _blocks = [];
    private readonly List<(Region Region, uint Cores)> _selections = [];
    private uint _id;
    private uint _blockCount;
    private ulong _lastSelection;
    private Region _region;

    /// <summary>Begins a fill. Only the older versions look at the region.</summary>
    public void Start(uint id, uint blockCount, uint region)
    {
        _id = id;
        _blockCount = blockCount;
        _region = Region.FromWord(region);
        _lastSelection = 0;
        _selections.Clear();
        _blocks.Clear();
    }

    /// <summary>Selects cores. Selections must come in rising order.</summary>
    public void Select(uint region, uint cores)
    {
        ulong selection = ((ulong)region << 18) | (cores & CoreMask);
        if (selection <= _lastSelection)
            return;

        _lastSelection = selection;
        _selections.Add((Region.FromWord(region), cores & CoreMask));
    }

    public void Write(uint id, uint block, uint address, ReadOnlySpan<byte> data)
    {
        if (id != _id || !_blocks.Add(block))
            return;

        foreach (VirtualChip chip in scamp.Chips.Where(chip => chip.IsAlive))
        {
            if (!chip.Memory.TryWrite(0, address, data, Wire.Scp.AccessUnit.Word))
                chip.Kill($"The monitor of chip {chip.Location} died of a flood fill to address 0x{address:X8}.");
        }
    }

    /// <summary>Starts what was loaded, if it came whole.</summary>
    public void End(uint id, uint what)
    {
        if (id != _id || _blocks.Count != _blockCount)
            return;

        foreach (VirtualChip chip in scamp.Chips.Where(chip => chip.IsAlive))
        {
            if (TrySelect(chip, out uint cores))
                scamp.Applications.Start(chip, what | cores);
        }
    }

    /// <summary>Whether a chip starts anything, and which cores were selected on it.</summary>
    private bool TrySelect(VirtualChip chip, out uint cores)
    {
        cores = 0;
        bool starts = scamp.Firmware.HonoursRegions && (_region.Blocks == 0 || _region.Contains(chip.Location));
        foreach ((Region region, uint selected) in _selections)
        {
            // SC&MP 4.0.0 takes every selection to be for every chip.
            if (scamp.Firmware.HonoursRegions && !region.Contains(chip.Location))
                continue;

            starts = true;
            cores |= selected;
        }

        return starts;
    }
}
