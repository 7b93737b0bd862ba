using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Emulation.Cpu.State;

/// <summary>The sixteen registers of the current mode. The sixteenth holds the PC as an operand only while an instruction that reads it executes.</summary>
[InlineArray(16)]
internal struct RegisterFile
{
    private uint _first;
}
