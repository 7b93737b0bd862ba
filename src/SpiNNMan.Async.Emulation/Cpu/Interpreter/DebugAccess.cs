using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>A debugger's view of the addresses of a core: memory only.</summary>
internal static unsafe class DebugAccess
{
    /// <summary>The start and the length of every memory are multiples of this.</summary>
    private const uint Unit = 1024;

    /// <summary>Reads bytes up to the first that is not memory.</summary>
    public static int Read(ArmCore core, uint address, Span<byte> bytes)
    {
        int done = 0;
        while (done < bytes.Length)
        {
            uint at = address + (uint)done;
            byte* memory = Find(core, at);
            if (memory == null) break;
            int count = CountAt(at, bytes.Length - done);
            new ReadOnlySpan<byte>(memory, count).CopyTo(bytes[done..]);
            done += count;
        }

        return done;
    }

    /// <summary>Writes bytes up to the first that is not memory.</summary>
    public static int Write(ArmCore core, uint address, ReadOnlySpan<byte> bytes)
    {
        int done = 0;
        while (done < bytes.Length)
        {
            uint at = address + (uint)done;
            byte* memory = Find(core, at);
            if (memory == null) break;
            int count = CountAt(at, bytes.Length - done);
            bytes.Slice(done, count).CopyTo(new Span<byte>(memory, count));
            Written(core, at, (uint)count);
            done += count;
        }

        return done;
    }

    private static int CountAt(uint address, int left) => (int)Math.Min((uint)left, Unit - (address & (Unit - 1)));

    private static byte* Find(ArmCore core, uint address) =>
        address is >= ArmCore.DtcmBase and < 2 * ArmCore.DtcmBase ? core.Dtcm + (address & (ArmCore.DtcmSize - 1)) : core.Code.Fetch(address);

    private static void Written(ArmCore core, uint address, uint length)
    {
        switch (address >> 24)
        {
            case 0 when address < ArmCore.DtcmBase: core.ItcmWritten(address & (ArmCore.ItcmSize - 1), length); break;
            case >= 0x60 and < 0x80: core.Memory.SdramWritten(address & (ChipMemory.SdramSize - 1), length); break;
            case 0xe5 or 0xf5: core.Memory.SystemRamWritten(address & (ChipMemory.SystemRamSize - 1), length); break;
            case 0xff when core.Memory.VectorsInSystemRam: core.Memory.SystemRamWritten(address & (ChipMemory.SystemRamSize - 1), length); break;
            case 0xe6 or 0xf6 or 0xff: core.Memory.BootRomWritten(); break;
        }
    }
}
