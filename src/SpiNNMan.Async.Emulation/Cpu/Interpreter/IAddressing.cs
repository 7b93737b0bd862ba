using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Interpreter;

/// <summary>How a single load or store finds its address.</summary>
internal unsafe interface IAddressing
{
    /// <summary>Whether the base register is changed.</summary>
    static abstract bool WritesBack { get; }

    /// <summary>The address, and above it what the base register becomes.</summary>
    static abstract ulong Find(ArmCore core, Op* op);
}
