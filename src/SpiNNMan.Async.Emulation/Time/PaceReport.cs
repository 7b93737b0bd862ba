namespace SpiNNMan.Async.Emulation.Time;

/// <summary>How fast virtual time really passed.</summary>
/// <param name="Virtual">The virtual time that passed.</param>
/// <param name="Elapsed">The real time that passed.</param>
/// <param name="Busy">The time in which the host worked.</param>
/// <param name="LetGo">The time that was skipped because the host was too slow.</param>
internal readonly record struct PaceReport(TimeSpan Virtual, TimeSpan Elapsed, TimeSpan Busy, TimeSpan LetGo)
{
    /// <summary>The virtual seconds that passed in one second; 0 before any time has passed.</summary>
    public double Achieved => Elapsed > TimeSpan.Zero ? Virtual / Elapsed : 0;

    /// <summary>The used part of one host core, if one thread worked; 0 before any time has passed.</summary>
    public double Load => Elapsed > TimeSpan.Zero ? Busy / Elapsed : 0;
}
