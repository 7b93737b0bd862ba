namespace SpiNNMan.Async.Emulation.Time;

/// <summary>What a pace came to.</summary>
/// <param name="Virtual">The virtual time that passed.</param>
/// <param name="Elapsed">The time that passed.</param>
/// <param name="Busy">The time in which the host worked.</param>
/// <param name="LetGo">The time that was given up because the host was too slow.</param>
internal readonly record struct PaceReport(TimeSpan Virtual, TimeSpan Elapsed, TimeSpan Busy, TimeSpan LetGo)
{
    /// <summary>Virtual seconds in a second, as it came to; 0 before any time has passed.</summary>
    public double Achieved => Elapsed > TimeSpan.Zero ? Virtual / Elapsed : 0;

    /// <summary>The part of one host core that was used, as far as one thread worked; 0 before any time has passed.</summary>
    public double Load => Elapsed > TimeSpan.Zero ? Busy / Elapsed : 0;
}
