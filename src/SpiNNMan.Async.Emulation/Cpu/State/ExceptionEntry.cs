namespace SpiNNMan.Async.Emulation.Cpu.State;

/// <summary>Enters exceptions.</summary>
internal static class ExceptionEntry
{
    private const int Clocks = 3;
    private const uint HighVectors = 0xffff0000;

    /// <summary>Takes an exception: changes the mode, saves the status, and goes on at the vector.</summary>
    /// <param name="core">The core.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="instruction">The address of the instruction that caused it, or of the instruction that would have been next.</param>
    /// <param name="link">The value of r14 in the new mode.</param>
    public static void Take(ArmCore core, ArmException exception, uint instruction, uint link)
    {
        core.Stops.Taking(exception, instruction);
        uint status = ProgramStatus.Read(core);
        uint mode = exception switch
        {
            ArmException.UndefinedInstruction => ProcessorMode.Undefined,
            ArmException.PrefetchAbort or ArmException.DataAbort => ProcessorMode.Abort,
            ArmException.Irq => ProcessorMode.Irq,
            ArmException.Fiq => ProcessorMode.Fiq,
            _ => ProcessorMode.Supervisor,
        };
        ProgramStatus.ChangeMode(core, mode);
        core.SavedStatus[ProcessorMode.Bank(mode)] = status;
        core.R[14] = link;
        core.Thumb = 0;
        core.Masks |= exception is ArmException.Fiq ? ProgramStatus.IrqMasked | ProgramStatus.FiqMasked : ProgramStatus.IrqMasked;
        core.NextPc = (core.HasHighVectors ? HighVectors : 0) + (uint)exception;
        core.Time += Clocks;
        core.ExceptionTaken?.Invoke(core, exception, instruction);
    }

    /// <summary>Takes an interrupt that is up and not masked, if there is one. FIQ comes before IRQ.</summary>
    /// <param name="core">The core; its next instruction is at <see cref="ArmCore.NextPc"/>.</param>
    public static void TakeInterrupt(ArmCore core)
    {
        if (core.FiqLine && (core.Masks & ProgramStatus.FiqMasked) == 0)
            Take(core, ArmException.Fiq, core.NextPc, core.NextPc + 4);
        else if (core.IrqLine && (core.Masks & ProgramStatus.IrqMasked) == 0)
            Take(core, ArmException.Irq, core.NextPc, core.NextPc + 4);
    }
}
