namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>A form of the second operand of data processing.</summary>
internal interface IOperand
{
    /// <summary>What reading it costs.</summary>
    static abstract long Clocks { get; }

    /// <summary>Its value.</summary>
    static abstract uint Value(ArmCore core, uint imm, int rm, int rs);

    /// <summary>Its value, and above it the carry of the shifter.</summary>
    static abstract ulong ValueAndCarry(ArmCore core, uint imm, int rm, int rs);
}
