namespace SpiNNMan.Async.Live.Counting;

/// <summary>The counts of the gatherers themselves.</summary>
/// <param name="LostWithoutPayload">Packets without payload that came while the gatherer's queue was full.</param>
/// <param name="LostWithPayload">Packets with payload that did.</param>
/// <param name="Gathered">Packets that were gathered.</param>
/// <param name="Messages">Messages that were sent by the tag.</param>
/// <remarks>Protocol: live.md, "Counts".</remarks>
public sealed record GathererCounts(long LostWithoutPayload, long LostWithPayload, long Gathered, long Messages)
{
    /// <summary>How many words they are, from the seventh of their region on.</summary>
    internal const int Words = 4;

    /// <summary>The region of the gatherer's data that they are in.</summary>
    internal const int Region = 2;

    internal static GathererCounts Of(IReadOnlyList<uint> words) => new(words[0], words[1], words[2], words[3]);

    /// <summary>The counts since then. The machine counts in 32 bits.</summary>
    internal GathererCounts Since(GathererCounts before) => new(
        (uint)(LostWithoutPayload - before.LostWithoutPayload), (uint)(LostWithPayload - before.LostWithPayload), (uint)(Gathered - before.Gathered), (uint)(Messages - before.Messages));

    internal GathererCounts Plus(GathererCounts other) => new(
        LostWithoutPayload + other.LostWithoutPayload, LostWithPayload + other.LostWithPayload, Gathered + other.Gathered, Messages + other.Messages);
}
