namespace SpiNNMan.Async.Emulation.Cpu.Debugging;

/// <summary>Is called for each instruction of a core. It may read, but must not change anything.</summary>
internal interface ICoreObserver
{
    /// <summary>An instruction is about to execute, at the core's <see cref="ArmCore.Pc"/>.</summary>
    /// <param name="core">The core.</param>
    void Executing(ArmCore core);

    /// <summary>An exception is about to be taken.</summary>
    /// <param name="core">The core, still in the mode before.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="address">The instruction that caused it or, for interrupts, the instruction after the return.</param>
    void Taking(ArmCore core, ArmException exception, uint address);
}
