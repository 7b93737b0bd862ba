namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>A form of the second operand of data processing.</summary>
internal interface IOperand
{
    /// <summary>The additional clocks for reading it.</summary>
    static abstract long Clocks { get; }

    /// <summary>Its value.</summary>
    static abstract uint Value(ArmCore core, uint imm, int rm, int rs);

    /// <summary>Its value in the low half, the carry of the shifter in the high half.</summary>
    static abstract ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs);
}
