using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>The offset that is added to the base register.</summary>
internal unsafe interface IOffset
{
    /// <summary>The value.</summary>
    static abstract uint Value(ArmCore core, Op* op);
}
