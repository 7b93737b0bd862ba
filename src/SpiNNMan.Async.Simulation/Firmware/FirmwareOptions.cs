using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Programs;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>How monitors behave.</summary>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Programs">Which programs take the place of which images.</param>
internal sealed record FirmwareOptions(ulong Seed, IProgramSource Programs)
{
    /// <summary>Whether and how images are executed that no program takes the place of.</summary>
    public ProgramSettings Executing { get; init; } = ProgramSettings.Off;

    /// <summary>The ledger of live data.</summary>
    public EventLedger Ledger { get; init; } = new(0);

    /// <summary>Whether any working core of a chip can run its monitor.</summary>
    public bool RandomMonitorCores { get; init; }

    /// <summary>Whether refusals are hidden, if the version hides them.</summary>
    public bool MaskHandlerErrors { get; init; } = true;

    /// <summary>Whether a monitor survives reading and writing where nothing is.</summary>
    public bool ForgiveBadAccess { get; init; }

    /// <summary>How large a part of the packets of flood fills chips miss.</summary>
    public Func<double> FloodFillLoss { get; init; } = static () => 0;
}
