using SpiNNMan.Async.Emulation.Debugging.Symbols;

namespace SpiNNMan.Async.Emulation.Debugging.Tracing;

/// <summary>The traces of a run.</summary>
internal sealed record InstrumentOptions
{
    /// <summary>The names of the cores that are looked at; null for all.</summary>
    public IReadOnlySet<string>? Cores { get; init; }

    /// <summary>Where the trace goes; null for none.</summary>
    public TextWriter? Trace { get; init; }

    /// <summary>Whether the trace has instructions, too. If not, only packets and exceptions.</summary>
    public bool TracesInstructions { get; init; }

    /// <summary>Whether times are measured.</summary>
    public bool Profiles { get; init; }

    /// <summary>Whether lines are counted.</summary>
    public bool Covers { get; init; }

    /// <summary>The known source of the program.</summary>
    public ProgramSymbols Symbols { get; init; } = ProgramSymbols.None;
}
