using System.Buffers.Binary;
using System.Globalization;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Captures;

/// <summary>Follows the requests and replies of one socket, for the comments of a capture: the number of a try, its reason, and round trips.</summary>
/// <remarks>It knows only what went over the wire. Not thread-safe.</remarks>
internal sealed class ExchangeComments
{
    /// <summary>The port and core of a host.</summary>
    private const byte Host = 0xFF;

    /// <summary>Requests are forgotten when so many others have been sent after them.</summary>
    private const int Remembered = 1024;

    private readonly Dictionary<ushort, Entry> _entries = [];
    private long _sent;

    /// <summary>The comment on a datagram that is sent now; <see langword="null"/> if there is nothing to say.</summary>
    public string? OnSent(ReadOnlySpan<byte> datagram, DateTimeOffset now)
    {
        if (!IsRequest(datagram))
            return null;

        ushort sequence = BinaryPrimitives.ReadUInt16LittleEndian(datagram[ScpMessage.SequenceOffset..]);
        if (!_entries.TryGetValue(sequence, out Entry? entry) || entry.IsAnswered || !datagram.SequenceEqual(entry.Bytes))
        {
            _entries[sequence] = new Entry(datagram.ToArray()) { Order = ++_sent, Sent = now };
            return null;
        }

        string comment = string.Create(CultureInfo.InvariantCulture, $"try {++entry.Tries}: {ReasonOf(entry)}, {(now - entry.Sent).TotalMilliseconds:0.###} ms after the last try");
        entry.Order = ++_sent;
        entry.Sent = now;
        entry.Refusal = null;
        entry.OvertakenBy = 0;
        return comment;
    }

    /// <summary>The comment on a datagram that has come; <see langword="null"/> if there is nothing to say.</summary>
    public string? OnReceived(ReadOnlySpan<byte> datagram, DateTimeOffset now)
    {
        if (!IsReply(datagram))
            return null;

        ushort sequence = BinaryPrimitives.ReadUInt16LittleEndian(datagram[ScpMessage.SequenceOffset..]);
        if (!_entries.TryGetValue(sequence, out Entry? entry))
            return "a reply that no request awaits";
        if (entry.IsAnswered)
            return "another reply to a request that was answered";

        var result = (ScpResult)BinaryPrimitives.ReadUInt16LittleEndian(datagram[ScpMessage.CommandOffset..]);
        if (result is ScpResult.NoBuffer or ScpResult.P2PBusy or ScpResult.P2PNoReply or ScpResult.Timeout or ScpResult.P2PTimeout or ScpResult.BadLength)
            entry.Refusal = result;
        else
            CountAnswered(entry);

        return string.Create(CultureInfo.InvariantCulture, $"{(now - entry.Sent).TotalMilliseconds:0.###} ms after {(entry.Tries == 1 ? "the request" : $"try {entry.Tries}")}");
    }

    private static bool IsRequest(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= ScpMessage.SequenceOffset + 2 && SdpHeader.ReadUnchecked(datagram[SdpMessage.PadSize..]) is { Source.PortAndCore: Host, Flags: SdpFlags.ReplyExpected or SdpFlags.ReplyExpectedNoP2P };

    private static bool IsReply(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= ScpMessage.SequenceOffset + 2 && SdpHeader.ReadUnchecked(datagram[SdpMessage.PadSize..]) is { Destination.PortAndCore: Host, Source.PortAndCore: not Host };

    private static string ReasonOf(Entry entry) => entry switch
    {
        { Refusal: { } refusal } => $"the last one was answered with {refusal}",
        { OvertakenBy: 1 } => "a later request was answered before it",
        { OvertakenBy: > 1 } => $"{entry.OvertakenBy} later requests were answered before it",
        _ => "no reply has come",
    };

    private void CountAnswered(Entry answered)
    {
        answered.IsAnswered = true;
        foreach (Entry entry in _entries.Values)
        {
            if (!entry.IsAnswered && entry.Order < answered.Order)
                entry.OvertakenBy++;
        }

        // Answered requests are kept for a while, so that their second replies are recognised.
        if (_entries.Count <= 2 * Remembered)
            return;

        foreach (ushort old in _entries.Where(entry => entry.Value.Order < _sent - Remembered).Select(static entry => entry.Key).ToArray())
            _entries.Remove(old);
    }

    private sealed class Entry(byte[] bytes)
    {
        public byte[] Bytes => bytes;

        public int Tries { get; set; } = 1;

        public long Order { get; set; }

        public DateTimeOffset Sent { get; set; }

        public bool IsAnswered { get; set; }

        public ScpResult? Refusal { get; set; }

        public int OvertakenBy { get; set; }
    }
}
