using SpiNNMan.Async.Emulation.Cpu.Decoding;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>An entry of translated code.</summary>
/// <param name="Region">The code.</param>
/// <param name="Number">The number of the entry.</param>
/// <param name="Handler">The method that interprets the instruction when the code is not the core's.</param>
internal sealed unsafe record RegionEntry(TranslatedRegion Region, int Number, nint Handler)
{
    /// <summary>Interprets the instruction.</summary>
    public Op* Interpret(ArmCore core, Op* op, long clocks) => ((delegate*<ArmCore, Op*, long, Op*>)Handler)(core, op, clocks);
}
