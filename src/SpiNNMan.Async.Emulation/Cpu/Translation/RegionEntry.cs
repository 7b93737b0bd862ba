namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>An entry of translated code.</summary>
/// <param name="Region">The code.</param>
/// <param name="Number">The number of the entry.</param>
/// <param name="Op">The instruction.</param>
/// <param name="Handler">The method that interprets the instruction when the code is not the core's.</param>
internal sealed unsafe record RegionEntry(TranslatedRegion Region, int Number, nint Op, nint Handler)
{
    private const uint Sample = 512;

    private uint _exits;

    /// <summary>Counts an exit to code that is interpreted.</summary>
    /// <returns>Whether to translate that code: now and then, since there it goes often.</returns>
    public bool CountExit() => ++_exits % Sample == 0;

    /// <summary>Interprets the instruction.</summary>
    public Decoding.Op* Interpret(ArmCore core, Decoding.Op* op, long clocks) => ((delegate*<ArmCore, Decoding.Op*, long, Decoding.Op*>)Handler)(core, op, clocks);
}
