using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Emulation.Cpu.State;

/// <summary>The sixteen registers of the current mode. The sixteenth holds the PC only during an instruction that reads it as an operand.</summary>
[InlineArray(16)]
internal struct RegisterFile
{
    private uint _first;
}
