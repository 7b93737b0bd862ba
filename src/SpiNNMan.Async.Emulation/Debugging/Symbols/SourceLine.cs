namespace SpiNNMan.Async.Emulation.Debugging.Symbols;

/// <summary>A line of a source file.</summary>
/// <param name="File">The file, as the compiler knew it.</param>
/// <param name="Line">The line, from 1.</param>
internal readonly record struct SourceLine(string File, uint Line)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}");
}
