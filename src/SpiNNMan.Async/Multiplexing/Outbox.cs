using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Requests that leave together. Not thread-safe.</summary>
/// <param name="window">How many requests may be in flight.</param>
internal sealed class Outbox(int window)
{
    /// <summary>The most that are collected.</summary>
    private const int Most = 32;

    private readonly ReplySlot?[] _slots = new ReplySlot?[Math.Min(window, Most)];
    private readonly Datagram[] _datagrams = new Datagram[Math.Min(window, Most)];

    public int Count { get; private set; }

    public bool IsFull => Count == _slots.Length;

    /// <summary>The requests in order; those taken out have left gaps.</summary>
    public ReadOnlySpan<ReplySlot?> Slots => _slots.AsSpan(0, Count);

    public void Add(ReplySlot slot)
    {
        slot.OutboxIndex = Count;
        _slots[Count++] = slot;
    }

    /// <summary>Takes out a request that need not be sent any more.</summary>
    public void Remove(ReplySlot slot)
    {
        _slots[slot.OutboxIndex] = null;
        slot.OutboxIndex = -1;
    }

    /// <summary>The bytes to send, in order.</summary>
    public ReadOnlySpan<Datagram> Pack()
    {
        int count = 0;
        foreach (ReplySlot? slot in Slots)
        {
            if (slot is not null)
                _datagrams[count++] = slot.Request!;
        }

        return _datagrams.AsSpan(0, count);
    }

    public void Clear()
    {
        Array.Clear(_slots, 0, Count);
        Array.Clear(_datagrams, 0, Count);
        Count = 0;
    }
}
