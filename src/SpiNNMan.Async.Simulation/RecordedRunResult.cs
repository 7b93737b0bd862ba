namespace SpiNNMan.Async.Simulation;

/// <summary>The result of a repeated run.</summary>
/// <param name="Duration">How much time passed for the chips.</param>
/// <param name="Received">How many datagrams the chips received.</param>
/// <param name="Sent">How many datagrams the chips sent.</param>
/// <param name="Hash">A hash of all their memory at the end.</param>
/// <param name="RecordedHash">The hash at the end of the recorded run; <see langword="null"/> if the recording was cut off before the end.</param>
/// <remarks>Protocol: virtual-machine.md, "Recordings".</remarks>
public sealed record RecordedRunResult(TimeSpan Duration, long Received, long Sent, ulong Hash, ulong? RecordedHash)
{
    /// <summary>Whether both runs ended in the same state; <see langword="null"/> if that is unknown because the recording was cut off.</summary>
    public bool? IsSame => RecordedHash is { } recorded ? recorded == Hash : null;
}
