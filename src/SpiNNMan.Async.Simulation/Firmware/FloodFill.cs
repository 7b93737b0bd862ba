using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The load of one image into all chips at once. It goes from neighbour to neighbour.</summary>
/// <remarks>A chip that misses packets does not report it. It just does not start the image.</remarks>
internal sealed class FloodFill(ChipSet all, ApplicationControl applications, FirmwareOptions options, FirmwareProfile firmware)
{
    private const uint CoreMask = 0x0003FFFF;

    private readonly HashSet<uint> _blocks = [];
    private readonly List<(Region Region, uint Cores)> _selections = [];
    private readonly HashSet<VirtualChip> _deaf = [];
    private readonly HashSet<VirtualChip> _incomplete = [];
    private readonly HashSet<(VirtualChip Chip, int Selection)> _missedSelections = [];
    private readonly Prng _luck = new(Prng.Mix(options.Seed + 3));
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
        _incomplete.Clear();
        _missedSelections.Clear();
        _deaf.Clear();
        ForgetByChance(chip => _deaf.Add(chip));
    }

    /// <summary>Selects cores. Selections must come in rising order.</summary>
    public void Select(uint region, uint cores)
    {
        ulong selection = ((ulong)region << 18) | (cores & CoreMask);
        if (selection <= _lastSelection)
            return;

        _lastSelection = selection;
        ForgetByChance(chip => _missedSelections.Add((chip, _selections.Count)));
        _selections.Add((Region.FromWord(region), cores & CoreMask));
    }

    /// <summary>Writes a block on every chip, whatever the region.</summary>
    public void Write(uint id, uint block, uint address, ReadOnlySpan<byte> data)
    {
        if (id != _id || !_blocks.Add(block))
            return;

        foreach (VirtualChip chip in all.All.Where(chip => chip.IsAlive && !_deaf.Contains(chip)))
        {
            if (IsMissed())
                _incomplete.Add(chip);
            else if (!chip.Memory.TryWrite(0, address, data, Wire.Scp.AccessUnit.Word))
                chip.Kill($"The monitor of chip {chip.Location} died of a flood fill to address 0x{address:X8}.");
        }
    }

    /// <summary>Starts the loaded image, if it is complete.</summary>
    public void End(uint id, uint what)
    {
        if (id != _id || _blocks.Count != _blockCount)
            return;

        foreach (VirtualChip chip in all.All.Where(chip => chip.IsAlive && !_deaf.Contains(chip) && !_incomplete.Contains(chip)))
        {
            if (TrySelect(chip, out uint cores) && !IsMissed())
                applications.Start(chip, what | cores);
        }
    }

    /// <summary>Whether a chip starts anything, and which cores were selected on it.</summary>
    private bool TrySelect(VirtualChip chip, out uint cores)
    {
        cores = 0;
        bool starts = firmware.HonoursRegions && (_region.Blocks == 0 || _region.Contains(chip.Location));
        for (int i = 0; i < _selections.Count; i++)
        {
            // SC&MP 4.0.0 applies every selection to every chip.
            (Region region, uint selected) = _selections[i];
            if ((firmware.HonoursRegions && !region.Contains(chip.Location)) || _missedSelections.Contains((chip, i)))
                continue;

            starts = true;
            cores |= selected;
        }

        return starts;
    }

    private void ForgetByChance(Action<VirtualChip> forget)
    {
        if (options.FloodFillLoss() <= 0)
            return;

        foreach (VirtualChip chip in all.All)
        {
            if (IsMissed())
                forget(chip);
        }
    }

    private bool IsMissed() => options.FloodFillLoss() is > 0 and double share && _luck.NextDouble() < share;
}
