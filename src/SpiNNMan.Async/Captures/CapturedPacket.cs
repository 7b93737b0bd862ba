namespace SpiNNMan.Async.Captures;

/// <summary>A packet of a capture, as its link carried it.</summary>
/// <param name="LinkType">The kind of link, by the numbers of pcap.</param>
/// <param name="Time">When it was captured.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Comment">The comment on it.</param>
internal readonly record struct CapturedPacket(int LinkType, DateTimeOffset Time, ReadOnlyMemory<byte> Bytes, string? Comment);
