using System.Text;

namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The chain of blocks in which a core leaves its output for hosts.</summary>
/// <remarks>A block has the address of the next block, the time in seconds and milliseconds, the number of valid bytes, and the bytes.</remarks>
internal sealed class OutputBuffer(VirtualChip chip, int core)
{
    private const uint HeaderSize = 16;
    private const int MostBlocks = 4096;
    private const byte LineEnd = (byte)'\n';

    private uint _block;
    private uint _length;

    /// <summary>Appends text. Text after the last line end is not visible yet.</summary>
    /// <returns><see langword="false"/> if there is no memory left for it.</returns>
    public bool Write(string text, byte application)
    {
        uint size = chip.Memory.ReadWord(ChipAddresses.OutputSize);
        foreach (byte value in Encoding.ASCII.GetBytes(text))
        {
            if (_block == 0 && !TryExtend(application, size))
                return false;

            chip.Memory.WriteByte(_block + HeaderSize + _length++, value);
            if (value is LineEnd or 0 || _length == size)
                chip.Memory.WriteWord(_block + 12, _length);
            if (_length == size && !TryExtend(application, size))
                return false;
        }

        return true;
    }

    /// <summary>Frees all blocks.</summary>
    public void Clear()
    {
        uint block = chip.Vcpu(core).OutputBlock;
        chip.Vcpu(core).OutputBlock = 0;
        for (int count = 0; block != 0 && count < MostBlocks && chip.SystemHeap.Contains(block); count++)
        {
            uint next = chip.Memory.ReadWord(block);
            chip.SystemHeap.Free(block);
            block = next;
        }

        (_block, _length) = (0, 0);
    }

    private bool TryExtend(byte application, uint size)
    {
        uint next = chip.SystemHeap.Allocate(HeaderSize + size, application, tag: 0);
        if (next == 0)
            return false;

        if (_block == 0)
            chip.Vcpu(core).OutputBlock = next;
        else
            chip.Memory.WriteWord(_block, next);

        chip.Memory.WriteWord(next, 0);
        chip.Memory.WriteWord(next + 4, chip.UnixTime);
        chip.Memory.WriteWord(next + 8, chip.Milliseconds);
        chip.Memory.WriteWord(next + 12, 0);
        _block = next;
        _length = 0;
        return true;
    }
}
