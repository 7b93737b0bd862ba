namespace SpiNNMan.Async.Live.Counting;

/// <summary>The counts of one label.</summary>
/// <param name="Label">The label.</param>
/// <param name="Events">Events that came, whether somebody read them or not.</param>
/// <param name="Dropped">Events that readers lost because they did not keep up, all readers together.</param>
/// <param name="Unread">Events that nobody had asked for, and that there was no room to keep.</param>
/// <param name="Late">Events that came after those of a later tick.</param>
/// <param name="FirstTick">The first tick that came; <see langword="null"/> if none did.</param>
/// <param name="LastTick">The latest tick that came; <see langword="null"/> if none did.</param>
public sealed record LabelCounts(string Label, long Events, long Dropped, long Unread, long Late, long? FirstTick, long? LastTick)
{
    /// <summary>The events of each of the latest ticks, the earliest first; ticks without events are left out.</summary>
    public IReadOnlyList<(long Tick, int Events)> RecentTicks { get; init; } = [];
}
