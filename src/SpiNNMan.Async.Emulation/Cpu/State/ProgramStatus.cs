namespace SpiNNMan.Async.Emulation.Cpu.State;

/// <summary>CPSR and SPSRs, and the registers that each mode has for itself.</summary>
internal static class ProgramStatus
{
    /// <summary>The T bit: Thumb instructions.</summary>
    public const uint ThumbBit = 1u << 5;

    /// <summary>The F bit: FIQs masked.</summary>
    public const uint FiqMasked = 1u << 6;

    /// <summary>The I bit: IRQs masked.</summary>
    public const uint IrqMasked = 1u << 7;

    private const uint FlagBits = 0xf8000000;

    /// <summary>Composes the CPSR.</summary>
    public static uint Read(ArmCore core) =>
        (core.N & 0x80000000) | (core.Z == 0 ? 1u << 30 : 0) | (core.C << 29) | ((core.V >> 31) << 28) | (core.Q << 27) | Control(core);

    /// <summary>The low byte of the CPSR.</summary>
    public static uint Control(ArmCore core) => core.Masks | (core.Thumb << 5) | core.Mode;

    /// <summary>Writes the whole CPSR including the T bit, as a return from an exception does.</summary>
    public static void Write(ArmCore core, uint value)
    {
        WriteFlags(core, value);
        core.Thumb = (value >> 5) & 1;
        core.Masks = value & (IrqMasked | FiqMasked);
        ChangeMode(core, value & ProcessorMode.Mask);
    }

    /// <summary>Writes the fields of the CPSR that MSR names. It never writes the T bit. In user mode it writes only the flags.</summary>
    /// <param name="core">The core.</param>
    /// <param name="value">The value.</param>
    /// <param name="mask">The bytes to write, as a mask of bits.</param>
    public static void WriteFields(ArmCore core, uint value, uint mask)
    {
        if ((mask & FlagBits) != 0) WriteFlags(core, value);
        if ((mask & 0xff) == 0 || core.Mode == ProcessorMode.User) return;
        core.Masks = value & (IrqMasked | FiqMasked);
        ChangeMode(core, value & ProcessorMode.Mask);
    }

    /// <summary>The SPSR of the current mode. User and system mode have none, and read the CPSR.</summary>
    public static uint ReadSaved(ArmCore core)
    {
        int bank = ProcessorMode.Bank(core.Mode);
        return bank == 0 ? Read(core) : core.SavedStatus[bank];
    }

    /// <summary>Writes bytes of the SPSR of the current mode. User and system mode have none.</summary>
    public static void WriteSaved(ArmCore core, uint value, uint mask)
    {
        int bank = ProcessorMode.Bank(core.Mode);
        if (bank != 0) core.SavedStatus[bank] = (core.SavedStatus[bank] & ~mask) | (value & mask);
    }

    /// <summary>Restores the status from before the exception. In user and system mode it does nothing.</summary>
    public static void Restore(ArmCore core)
    {
        int bank = ProcessorMode.Bank(core.Mode);
        if (bank != 0) Write(core, core.SavedStatus[bank]);
    }

    /// <summary>Changes the mode, and exchanges the banked registers. Values without a mode act as the nearest mode: bit 4 is always set.</summary>
    public static void ChangeMode(ArmCore core, uint mode)
    {
        mode |= 0x10;
        int from = ProcessorMode.Bank(core.Mode);
        int to = ProcessorMode.Bank(mode);
        core.Mode = mode;
        if (from == to) return;
        core.BankedStackPointer[from] = core.R[13];
        core.BankedLink[from] = core.R[14];
        if (from == 1) ExchangeHighRegisters(core);
        if (to == 1) ExchangeHighRegisters(core);
        core.R[13] = core.BankedStackPointer[to];
        core.R[14] = core.BankedLink[to];
    }

    private static void WriteFlags(ArmCore core, uint value)
    {
        core.N = value;
        core.Z = ~value & (1u << 30);
        core.C = (value >> 29) & 1;
        core.V = value << 3;
        core.Q = (value >> 27) & 1;
    }

    private static void ExchangeHighRegisters(ArmCore core)
    {
        for (int register = 8; register <= 12; register++)
            (core.R[register], core.OtherHighRegisters[register - 8]) = (core.OtherHighRegisters[register - 8], core.R[register]);
    }
}
