namespace SpiNNMan.Async.Simulation;

/// <summary>How fast executed chips ran.</summary>
/// <param name="Virtual">How much time passed for the chips.</param>
/// <param name="Elapsed">How much time of the machine's clock passed meanwhile.</param>
/// <param name="Busy">The part of that time in which this computer ran chips.</param>
/// <param name="LetGo">How much time was skipped because this computer was too slow.</param>
/// <remarks>Protocol: virtual-machine.md, "Executed chips".</remarks>
public readonly record struct ExecutionReport(TimeSpan Virtual, TimeSpan Elapsed, TimeSpan Busy, TimeSpan LetGo)
{
    /// <summary>How many seconds passed for the chips in one second; 0 before any time has passed.</summary>
    public double AchievedPace => Elapsed > TimeSpan.Zero ? Virtual / Elapsed : 0;

    /// <summary>The part of the time in which this computer ran chips; 0 before any time has passed.</summary>
    public double HostLoad => Elapsed > TimeSpan.Zero ? Busy / Elapsed : 0;
}
