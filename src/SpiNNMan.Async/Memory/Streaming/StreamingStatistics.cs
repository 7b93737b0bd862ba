using System.Globalization;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>How a transfer went: one block, or many together.</summary>
/// <remarks>Times of many blocks are of the whole call; all else is the sum.</remarks>
public sealed record StreamingStatistics
{
    /// <summary>The bytes that the caller asked for.</summary>
    public long Bytes { get; init; }

    /// <summary>The bytes of them that were streamed. The others went by SCP.</summary>
    public long StreamedBytes { get; init; }

    /// <summary>The datagrams that the streamed bytes take when none is lost: 264 bytes each on the way to the host, 260 on the way to the machine.</summary>
    public long Blocks { get; init; }

    /// <summary>How often the host waited for the end of a stream, of a list of missing datagrams, or of a question for missing blocks.</summary>
    public long Rounds { get; init; }

    /// <summary>The datagrams that came, and were there already.</summary>
    public long Duplicates { get; init; }

    /// <summary>The blocks that were missing at the end of a round, each time counted.</summary>
    public long Lost { get; init; }

    /// <summary>The streams that were begun again, since words were lost within the machine.</summary>
    public long Restarts { get; init; }

    /// <summary>The bytes that were moved again by SCP, since they differed when they were compared.</summary>
    public long Repaired { get; init; }

    /// <summary>The time in which nothing came and the host waited for a timer. It does not contain the pauses between blocks.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>The time from the call to its end, everything included: also the comparison.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The bytes that went by SCP, and why.</summary>
    public IReadOnlyList<StreamingFallback> Fallbacks { get; init; } = [];

    /// <summary><see cref="Bytes"/> times 8, divided by <see cref="Elapsed"/>, in millions a second: the caller's own bytes, without headers, in the time that the caller waited; 0 if there was no time.</summary>
    public double MegabitsPerSecond => Elapsed > TimeSpan.Zero ? Bytes * 8 / Elapsed.TotalSeconds / 1e6 : 0;

    /// <summary>Bytes, time, speed and losses in a line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Bytes} bytes in {Elapsed.TotalSeconds:0.###} s, {MegabitsPerSecond:0.#} Mb/s, {Rounds} rounds, {Lost} lost, {Duplicates} duplicates");
}
