namespace SpiNNMan.Async.Emulation.Debugging.Symbols;

/// <summary>From an address on, instructions are of a line.</summary>
/// <param name="Address">The address.</param>
/// <param name="Line">The line.</param>
/// <param name="IsEnd">Whether it is the end of what is known instead.</param>
internal readonly record struct LineRow(uint Address, SourceLine Line, bool IsEnd);
