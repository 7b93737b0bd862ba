using System.Net;

namespace SpiNNMan.Async.Captures;

/// <summary>A UDP datagram of a capture.</summary>
/// <param name="Frame">The number of its packet in the file, from 1, as Wireshark shows it.</param>
/// <param name="Time">When it was captured.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="Data">Its bytes. If the capture cut packets off, the rest is missing.</param>
/// <param name="Comment">The comment on the packet; <see langword="null"/> without one.</param>
public sealed record CapturedDatagram(int Frame, DateTimeOffset Time, IPEndPoint From, IPEndPoint To, ReadOnlyMemory<byte> Data, string? Comment);
