using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>The parts of a chip that can be reached without a core of it, word by word.</summary>
internal static unsafe class SystemBus
{
    /// <summary>Reads a word of memory or of a device.</summary>
    public static bool TryRead(EmulatedChip chip, uint address, out uint value)
    {
        byte* memory = chip.Memory.At(address, isWrite: false);
        if (memory == null) return chip.TryReadDevice(address, out value);
        value = *(uint*)memory;
        return true;
    }

    /// <summary>Writes a word of memory or of a device.</summary>
    public static bool TryWrite(EmulatedChip chip, uint address, uint value)
    {
        byte* memory = chip.Memory.At(address, isWrite: true);
        if (memory == null) return chip.TryWriteDevice(address, 4, value);
        *(uint*)memory = value;
        if (address < 0x80000000) chip.Memory.SdramWritten(address & (ChipMemory.SdramSize - 1), 4);
        else chip.Memory.SystemRamWritten(address & (ChipMemory.SystemRamSize - 1), 4);
        return true;
    }
}
