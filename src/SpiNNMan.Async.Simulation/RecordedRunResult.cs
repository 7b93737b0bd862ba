namespace SpiNNMan.Async.Simulation;

/// <summary>What came of a recorded run that was done again.</summary>
/// <param name="Duration">How much time passed for the chips.</param>
/// <param name="Received">How many datagrams they got.</param>
/// <param name="Sent">How many they sent.</param>
/// <param name="Hash">A number for all their memory at the end.</param>
/// <param name="RecordedHash">The number at the end of the recorded run; <see langword="null"/> if the recording was cut off before.</param>
/// <remarks>Protocol: virtual-machine.md, "Recordings".</remarks>
public sealed record RecordedRunResult(TimeSpan Duration, long Received, long Sent, ulong Hash, ulong? RecordedHash)
{
    /// <summary>Whether both runs ended alike; <see langword="null"/> if that cannot be told because the recording was cut off.</summary>
    public bool? IsSame => RecordedHash is { } recorded ? recorded == Hash : null;
}
