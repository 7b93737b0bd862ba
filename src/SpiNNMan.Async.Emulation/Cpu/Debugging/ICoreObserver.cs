namespace SpiNNMan.Async.Emulation.Cpu.Debugging;

/// <summary>Is told of each instruction of a core. It may look, and must change nothing.</summary>
internal interface ICoreObserver
{
    /// <summary>An instruction is about to execute, at the core's <see cref="ArmCore.Pc"/>.</summary>
    /// <param name="core">The core.</param>
    void Executing(ArmCore core);

    /// <summary>An exception is about to be taken.</summary>
    /// <param name="core">The core, still in the mode before.</param>
    /// <param name="exception">Which.</param>
    /// <param name="address">The instruction that caused it or, for interrupts, the one that comes after the return.</param>
    void Taking(ArmCore core, ArmException exception, uint address);
}
