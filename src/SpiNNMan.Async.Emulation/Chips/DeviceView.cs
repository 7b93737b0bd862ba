using SpiNNMan.Async.Emulation.Cpu;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>A debugger's view of the registers that a core reaches. Reading changes nothing; writing does what a store of the core does.</summary>
internal static class DeviceView
{
    private const uint PageMask = 0xffc;
    private const uint InterruptControllerAlias = 0xfffff000;

    /// <summary>Reads a word.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="core">The core.</param>
    /// <param name="address">Where, a multiple of four.</param>
    /// <param name="value">The device.</param>
    /// <returns>Whether there is a device.</returns>
    public static bool TryPeek(EmulatedChip chip, ChipCore core, uint address, out uint value)
    {
        uint offset = address & PageMask;
        long now = core.Arm.Time;
        switch (address >> 24)
        {
            case 0x10 or 0x20: value = core.Communications.Peek(offset); return true;
            case 0x11 or 0x21: value = core.PeekTimer(offset, now); return true;
            case 0x1f or 0x2f: value = core.Vic.Peek(offset); return true;
            case 0xff when address >= InterruptControllerAlias: value = core.Vic.Peek(offset); return true;
            case 0x30 or 0x40: value = core.Dma.Peek(offset); return true;
            default: return chip.Devices.TryPeek(address, chip.CurrentTime, out value);
        }
    }

    /// <summary>Writes a register.</summary>
    /// <param name="core">The core.</param>
    /// <param name="address">Where, a multiple of the size.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="value">What.</param>
    /// <returns>Whether there is a device.</returns>
    public static bool TryWrite(ChipCore core, uint address, AccessSize size, uint value)
    {
        long time = core.Arm.Time;
        BusOutcome outcome = core.Write(core.Arm, address, size, value);

        // The debugger's access takes the core no time.
        core.Arm.Time = time;
        return outcome != BusOutcome.Abort;
    }
}
