using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>A place at which translated code is entered.</summary>
/// <param name="Region">The code.</param>
/// <param name="Number">Which of its entries.</param>
/// <param name="Handler">What interprets the instruction, when the code is not the core's.</param>
internal sealed unsafe record RegionEntry(TranslatedRegion Region, int Number, nint Handler)
{
    /// <summary>Interprets the instruction.</summary>
    public Op* Interpret(ArmCore core, Op* op, long clocks) => ((delegate*<ArmCore, Op*, long, Op*>)Handler)(core, op, clocks);
}
