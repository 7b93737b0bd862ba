using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Monitor;

/// <summary>The load of one image into all chips at once, which goes from neighbour to neighbour.</summary>
internal sealed class FloodFill(Scamp scamp)
{
    private const uint CoreMask = 0x0003FFFF;

    private readonly HashSet<uint> _blocks = [];
    private uint _id;
    private uint _blockCount;
    private uint _cores;
    private ulong _lastSelection;
    private bool _isSelected;

    public void Start(uint id, uint blockCount)
    {
        _id = id;
        _blockCount = blockCount;
        _cores = 0;
        _lastSelection = 0;
        _isSelected = false;
        _blocks.Clear();
    }

    /// <summary>Selects cores, on every chip: the regions that used to limit it are not looked at any more.</summary>
    public void Select(uint region, uint cores)
    {
        ulong selection = ((ulong)region << 18) | (cores & CoreMask);
        if (selection <= _lastSelection)
            return;

        _lastSelection = selection;
        _cores |= cores & CoreMask;
        _isSelected = true;
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

    public void End(uint id, uint what)
    {
        if (id != _id || !_isSelected || _blocks.Count != _blockCount)
            return;

        foreach (VirtualChip chip in scamp.Chips.Where(chip => chip.IsAlive))
            scamp.Applications.Start(chip, what | _cores);
    }
}
