using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>A debugger's view of what a core addresses: memory only.</summary>
internal static unsafe class DebugAccess
{
    /// <summary>Reads as many bytes as are memory.</summary>
    public static int Read(ArmCore core, uint address, Span<byte> bytes)
    {
        for (int index = 0; index < bytes.Length; index++)
        {
            byte* memory = Find(core, address + (uint)index);
            if (memory == null) return index;
            bytes[index] = *memory;
        }

        return bytes.Length;
    }

    /// <summary>Writes as many bytes as are memory.</summary>
    public static int Write(ArmCore core, uint address, ReadOnlySpan<byte> bytes)
    {
        for (int index = 0; index < bytes.Length; index++)
        {
            uint at = address + (uint)index;
            byte* memory = Find(core, at);
            if (memory == null) return index;
            *memory = bytes[index];
            Written(core, at);
        }

        return bytes.Length;
    }

    private static byte* Find(ArmCore core, uint address) =>
        address is >= ArmCore.DtcmBase and < 2 * ArmCore.DtcmBase ? core.Dtcm + (address & (ArmCore.DtcmSize - 1)) : core.Code.Fetch(address);

    private static void Written(ArmCore core, uint address)
    {
        switch (address >> 24)
        {
            case 0 when address < ArmCore.DtcmBase: core.ItcmWritten(address & (ArmCore.ItcmSize - 1), 1); break;
            case >= 0x60 and < 0x80: core.Memory.SdramWritten(address & (ChipMemory.SdramSize - 1), 1); break;
            case 0xe5 or 0xf5: core.Memory.SystemRamWritten(address & (ChipMemory.SystemRamSize - 1), 1); break;
            case 0xff when core.Memory.VectorsInSystemRam: core.Memory.SystemRamWritten(address & (ChipMemory.SystemRamSize - 1), 1); break;
            case 0xe6 or 0xf6 or 0xff: core.Memory.BootRomWritten(); break;
        }
    }
}
