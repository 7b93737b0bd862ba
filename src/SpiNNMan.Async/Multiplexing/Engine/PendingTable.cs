using System.Numerics;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The requests in flight, by the low bits of their sequence numbers.</summary>
/// <remarks>It has four times as many places as requests may be in flight, so that a free place is always near. It is small enough to be searched at each tick. Not thread-safe.</remarks>
internal sealed class PendingTable
{
    private readonly RequestEntry?[] _slots;

    public PendingTable(int mostInFlight) => _slots = new RequestEntry?[BitOperations.RoundUpToPowerOf2((uint)mostInFlight * 4)];

    /// <summary>All places, in no order. Most are empty.</summary>
    public ReadOnlySpan<RequestEntry?> Places => _slots;

    public bool IsFree(ushort sequence) => Place(sequence) is null;

    public RequestEntry? Find(ushort sequence) => Place(sequence) is { } slot && slot.Sequence == sequence ? slot : null;

    public void Add(RequestEntry slot) => Place(slot.Sequence) = slot;

    public void Remove(RequestEntry slot) => Place(slot.Sequence) = null;

    private ref RequestEntry? Place(ushort sequence) => ref _slots[sequence & (_slots.Length - 1)];
}
