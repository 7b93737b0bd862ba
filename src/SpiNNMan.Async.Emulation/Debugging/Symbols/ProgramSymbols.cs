namespace SpiNNMan.Async.Emulation.Debugging.Symbols;

/// <summary>The known source of a program.</summary>
/// <param name="Functions">Its functions.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Code">Its code.</param>
internal sealed record ProgramSymbols(FunctionTable Functions, LineTable Lines, ProgramCode Code)
{
    /// <summary>Nothing is known.</summary>
    public static readonly ProgramSymbols None = new(FunctionTable.Empty, LineTable.Empty, ProgramCode.Empty);

    /// <summary>Reads an ELF file.</summary>
    /// <param name="bytes">The content.</param>
    /// <exception cref="InvalidDataException">It is no such file, or damaged.</exception>
    public static ProgramSymbols Read(byte[] bytes)
    {
        ElfFile file = ElfFile.Read(bytes);
        return new ProgramSymbols(file.ReadFunctions(), LineTable.Read(file), file.ReadCode());
    }

    /// <summary>Tells an address with all that is known of it.</summary>
    public string Describe(uint address) => Lines.Find(address) is { } line ? $"{Functions.Describe(address)} ({line})" : Functions.Describe(address);
}
