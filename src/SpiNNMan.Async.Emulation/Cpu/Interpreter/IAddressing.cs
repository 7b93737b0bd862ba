using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>How a single load or store computes its address.</summary>
internal unsafe interface IAddressing
{
    /// <summary>Whether the base register is changed.</summary>
    static abstract bool WritesBack { get; }

    /// <summary>The address in the low half, the new value of the base register in the high half.</summary>
    static abstract ulong Find(ArmCore core, Op* op);
}
