using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Memory;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>Moves bytes between the memory of a chip and that of a core.</summary>
internal static unsafe class DmaCopy
{
    /// <summary>Moves bytes. Both sides repeat at their ends, as they do for cores.</summary>
    /// <returns>Whether the chip's side is memory that may be read, or written; if not, nothing was moved.</returns>
    public static bool TryMove(ChipMemory memory, ArmCore core, uint system, uint local, uint length, bool isToSystem)
    {
        byte* systemBase;
        uint systemSize;
        switch (system >> 24)
        {
            case >= 0x60 and < 0x80:
                systemBase = memory.Sdram;
                systemSize = ChipMemory.SdramSize;
                break;
            case 0xe5 or 0xf5:
                systemBase = memory.SystemRam;
                systemSize = ChipMemory.SystemRamSize;
                break;
            case 0xe6 or 0xf6 when !isToSystem:
                systemBase = memory.BootRom;
                systemSize = ChipMemory.BootRomSize;
                break;
            default:
                return false;
        }

        while (length > 0)
        {
            uint systemOffset = system & (systemSize - 1);
            bool isItcm = local < ArmCore.DtcmBase;
            uint localSize = isItcm ? ArmCore.ItcmSize : ArmCore.DtcmSize;
            uint localOffset = local & (localSize - 1);
            uint chunk = Math.Min(length, Math.Min(systemSize - systemOffset, localSize - localOffset));
            Span<byte> there = new(systemBase + systemOffset, (int)chunk);
            Span<byte> here = new((isItcm ? core.Itcm : core.Dtcm) + localOffset, (int)chunk);
            if (isToSystem)
            {
                here.CopyTo(there);
                if (systemSize == ChipMemory.SdramSize) memory.SdramWritten(systemOffset, chunk);
                else memory.SystemRamWritten(systemOffset, chunk);
            }
            else
            {
                there.CopyTo(here);
                if (isItcm) core.ItcmWritten(localOffset, chunk);
            }

            system += chunk;
            local += chunk;
            length -= chunk;
        }

        return true;
    }
}
