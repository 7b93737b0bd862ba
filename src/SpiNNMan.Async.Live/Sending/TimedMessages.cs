using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>Messages for the send buffer of a core: numbered, and sent more than once. The core takes each number once, in order, and leaves all others; it never says what it has.</summary>
/// <remarks>Protocol: live.md, "Send buffers".</remarks>
internal sealed class TimedMessages(CoreLocation core, int copies)
{
    private readonly Queue<byte[]> _latest = new();
    private readonly EventMessage _message = new(core);
    private byte _next;

    /// <summary>The datagrams for events of a tick: those sent last once more, in case one of them was lost, and the new one.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Add(IReadOnlyList<uint> keys, uint tick)
    {
        foreach (uint key in keys)
            _message.AddWide(key);

        byte[] datagram = _message.FinishFor(tick, _next++).ToArray();
        byte[][] again = [.. _latest];
        _latest.Enqueue(datagram);
        while (_latest.Count > copies - 1)
            _latest.Dequeue();

        return [.. again.Select(static one => new ReadOnlyMemory<byte>(one)), datagram];
    }

    /// <summary>The datagrams that have been sent fewer times than they should be, when nothing follows for now.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Repeat()
    {
        byte[][] again = [.. _latest];
        _latest.Clear();
        return [.. Enumerable.Range(1, copies - 1).Reverse().SelectMany(most => again[Math.Max(0, again.Length - most)..]).Select(static datagram => new ReadOnlyMemory<byte>(datagram))];
    }
}
