using System.Globalization;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Debugging;
using SpiNNMan.Async.Emulation.Debugging.Symbols;

namespace SpiNNMan.Async.Emulation.Debugging.Tracing;

/// <summary>Counts how often the lines of a program were reached.</summary>
/// <param name="symbols">The known source of the program.</param>
internal sealed class Coverage(ProgramSymbols symbols) : ICoreObserver
{
    private readonly Dictionary<uint, long> _executed = [];
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public void Executing(ArmCore core)
    {
        // Cores of several chips may share one.
        lock (_lock) _executed[core.Pc] = _executed.GetValueOrDefault(core.Pc) + 1;
    }

    /// <inheritdoc/>
    public void Taking(ArmCore core, ArmException exception, uint address)
    {
    }

    /// <summary>Each line that has instructions, and how often the one of them was executed that was most often.</summary>
    public IReadOnlyDictionary<SourceLine, long> Lines()
    {
        Dictionary<SourceLine, long> lines = symbols.Lines.Lines.ToDictionary(static line => line, static _ => 0L);
        lock (_lock)
        {
            foreach ((uint address, long count) in _executed)
            {
                if (symbols.Lines.Find(address) is { } line) lines[line] = Math.Max(lines.GetValueOrDefault(line), count);
            }
        }

        return lines;
    }

    /// <summary>Writes what lcov and genhtml read.</summary>
    public void Write(TextWriter output)
    {
        foreach (var file in Lines().GroupBy(static line => line.Key.File, StringComparer.Ordinal).OrderBy(static file => file.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"SF:{file.Key}");
            foreach ((SourceLine line, long count) in file.OrderBy(static line => line.Key.Line)) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"DA:{line.Line},{count}"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"LH:{file.Count(static line => line.Value > 0)}"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"LF:{file.Count()}"));
            output.WriteLine("end_of_record");
        }
    }
}
