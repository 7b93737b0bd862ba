namespace SpiNNMan.Async.Live.Counting;

/// <summary>The counts of received events and datagrams, and of their fate: a snapshot.</summary>
/// <remarks>Losses of the network and of the board are not in it: live data has no sequence numbers. <see cref="TagReport"/> sets the machine's own counts against these.</remarks>
public sealed record ReceiveCounts
{
    /// <summary>Datagrams with events that came.</summary>
    public long Datagrams { get; init; }

    /// <summary>Events that came, those with unknown keys included.</summary>
    public long Events { get; init; }

    /// <summary>Events whose keys stand for nothing in the database: another population goes to the same gatherer, or the database is that of another run.</summary>
    public long UnknownEvents { get; init; }

    /// <summary>Some of the unknown keys, each once.</summary>
    public IReadOnlyList<uint> UnknownKeys { get; init; } = [];

    /// <summary>Datagrams that are no messages of events.</summary>
    public long Malformed { get; init; }

    /// <summary>The fault of the last of these; <see langword="null"/> if there was none.</summary>
    public string? LastMalformed { get; init; }

    /// <summary>Datagrams from addresses that no board of the run has. Their events count all the same, since addresses may be translated on the way.</summary>
    public long FromStrangers { get; init; }

    /// <summary>Events that readers lost because they did not keep up.</summary>
    public long Dropped => Labels.Sum(static label => label.Dropped);

    /// <summary>Events that nobody had asked for, and that there was no room to keep.</summary>
    public long Unread => Labels.Sum(static label => label.Unread);

    /// <summary>Events that came after those of a later tick of their label.</summary>
    public long Late => Labels.Sum(static label => label.Late);

    /// <summary>Datagrams that this program dropped before it looked at them: receiving waited for a reader, or the computer was too slow. Nobody knows how many events they had.</summary>
    public long DatagramsDropped { get; init; }

    /// <summary>Datagrams that the system dropped because its buffer was full; <see langword="null"/> where the system does not say. Linux does.</summary>
    public long? DatagramsDroppedBySystem { get; init; }

    /// <summary>Each label.</summary>
    public IReadOnlyList<LabelCounts> Labels { get; init; } = [];

    /// <summary>How unevenly datagrams came.</summary>
    public JitterHistogram Jitter { get; init; } = new(new long[JitterHistogram.ClassCount]);
}
