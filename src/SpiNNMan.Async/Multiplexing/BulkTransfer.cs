using Microsoft.Extensions.ObjectPool;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Moves a block of memory of any length with as many requests under way as the window takes.</summary>
/// <remarks>One pooled object for each transfer, which is its task too; its pieces cost nothing but their requests.</remarks>
internal sealed class BulkTransfer<TChunk, TRequest> : Transfer
    where TChunk : IChunk<TRequest>
    where TRequest : struct, IScpRequest<int>
{
    /// <summary>All connections share them: few end at the same instant.</summary>
    private static readonly ObjectPool<BulkTransfer<TChunk, TRequest>> s_pool =
        new DefaultObjectPool<BulkTransfer<TChunk, TRequest>>(new DefaultPooledObjectPolicy<BulkTransfer<TChunk, TRequest>>(), 256);

    private ChipLocation _source;
    private TChunk _chunk = default!;
    private ProgressReporter? _progress;

    /// <summary>Begins a transfer.</summary>
    /// <returns>Its end; to be awaited once.</returns>
    public static ValueTask StartAsync(
        RequestMultiplexer multiplexer, ChipLocation source, TChunk chunk, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);

        int pieces = (chunk.Length + ScpMessage.MaxDataSize - 1) / ScpMessage.MaxDataSize;
        if (pieces == 0)
            return ValueTask.CompletedTask;

        // What cannot be encoded is the caller's to hear at once.
        TRequest first = chunk.Request(0, Math.Min(ScpMessage.MaxDataSize, chunk.Length));
        multiplexer.Encode(first, source).Dispose();

        BulkTransfer<TChunk, TRequest> transfer = s_pool.Get();
        transfer.Prepare(multiplexer, pieces);
        transfer._source = source;
        transfer._chunk = chunk;
        transfer._progress = progress is null ? null : new ProgressReporter(transfer, progress, chunk.Length, inline: !multiplexer.RunContinuationsAsynchronously);

        transfer.IsToMonitor = first.Destination.Core == 0;

        // It may have ended, but goes back to the pool only when the caller has awaited it.
        ValueTask ended = transfer.Task;
        multiplexer.Start(transfer, first.Destination.Chip);
        transfer.CancelWith(cancellationToken);
        return ended;
    }

    protected override void Encode(ReplySlot slot)
    {
        TRequest request = Request(slot.Piece);
        slot.Prepare(Multiplexer.Encode(request, _source), RequestTraits.Of<TRequest, int>(request), completeInline: true);
    }

    protected override void Decode(int piece, Datagram reply)
    {
        int moved = Multiplexer.Decode<TRequest, int>(Request(piece), reply);
        _progress?.Add(moved);
    }

    protected override void Clear()
    {
        base.Clear();
        _chunk = default!;
        _progress = null;
        s_pool.Return(this);
    }

    private TRequest Request(int piece)
    {
        int offset = piece * ScpMessage.MaxDataSize;
        return _chunk.Request(offset, Math.Min(ScpMessage.MaxDataSize, _chunk.Length - offset));
    }
}
