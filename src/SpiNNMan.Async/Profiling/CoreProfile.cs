using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Profiling;

/// <summary>Where a core was, each time that it was asked.</summary>
public sealed record CoreProfile
{
    internal CoreProfile()
    {
    }

    /// <summary>The core.</summary>
    public required CoreLocation Core { get; init; }

    /// <summary>How often it was at which address of its program.</summary>
    public required IReadOnlyDictionary<uint, long> Samples { get; init; }

    /// <summary>How many samples there are.</summary>
    public long SampleCount => Samples.Values.Sum();

    /// <summary>How often it was not asked, since a command stood in its mailbox.</summary>
    public long Busy { get; init; }

    /// <summary>How often it did not answer in time: it had interrupts off, or is dead.</summary>
    public long Unanswered { get; init; }

    /// <summary>How often it was looked at whether it sleeps.</summary>
    public long Looks { get; init; }

    /// <summary>How often it slept.</summary>
    public long Asleep { get; init; }

    /// <summary>The part of the time in which it did not sleep, 0 to 1. That is seen without asking the core.</summary>
    public double Load => Looks == 0 ? 0 : 1 - ((double)Asleep / Looks);
}
