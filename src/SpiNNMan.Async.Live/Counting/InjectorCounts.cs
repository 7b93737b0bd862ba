namespace SpiNNMan.Async.Live.Counting;

/// <summary>The counts of an injector itself.</summary>
/// <param name="Messages">Messages that came.</param>
/// <param name="Packets">Packets that were sent.</param>
/// <param name="WrongKeys">Keys that are not its own.</param>
/// <param name="WrongMessages">Messages that it could not use.</param>
/// <param name="Late">Events that came after their time.</param>
/// <remarks>Protocol: live.md, "Counts".</remarks>
public sealed record InjectorCounts(long Messages, long Packets, long WrongKeys, long WrongMessages, long Late)
{
    /// <summary>How many words they are, from the seventh of their region on.</summary>
    internal const int Words = 5;

    /// <summary>The region of the injector's data that they are in.</summary>
    internal const int Region = 4;

    internal static InjectorCounts Of(IReadOnlyList<uint> words) => new(words[0], words[1], words[2], words[3], words[4]);

    /// <summary>The counts since then. The machine counts in 32 bits.</summary>
    internal InjectorCounts Since(InjectorCounts before) => new(
        (uint)(Messages - before.Messages), (uint)(Packets - before.Packets), (uint)(WrongKeys - before.WrongKeys), (uint)(WrongMessages - before.WrongMessages), (uint)(Late - before.Late));
}
