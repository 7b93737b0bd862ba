using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Emulation.Cpu.State;

/// <summary>One register of each bank, or those that FIQ mode has for itself.</summary>
[InlineArray(6)]
internal struct BankedRegisters
{
    private uint _first;
}
