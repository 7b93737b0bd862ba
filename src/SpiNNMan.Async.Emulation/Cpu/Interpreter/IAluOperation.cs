namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>One of the sixteen data processing operations.</summary>
internal interface IAluOperation
{
    /// <summary>Whether its C flag comes from the shifter, and V does not change.</summary>
    static abstract bool IsLogical { get; }

    /// <summary>Whether it only sets flags.</summary>
    static abstract bool IsTest { get; }

    /// <summary>The result.</summary>
    static abstract uint Compute(uint first, uint second, uint carry);

    /// <summary>C and V of an operation that is not logical.</summary>
    static abstract void SetCarryAndOverflow(ArmCore core, uint first, uint second, uint result);
}
