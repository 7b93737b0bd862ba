using Microsoft.Extensions.ObjectPool;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>Moves a block of memory of any length with as many requests in flight as the window allows.</summary>
/// <remarks>One pooled object for each transfer, which is also its task. Its pieces cost only their requests.</remarks>
internal sealed class BulkTransfer<TChunk, TRequest, TResponse> : Transfer
    where TChunk : IChunk<TRequest, TResponse>
    where TRequest : struct, IScpRequest<TResponse>
{
    /// <summary>All connections share them, since few transfers end at the same time.</summary>
    private static readonly ObjectPool<BulkTransfer<TChunk, TRequest, TResponse>> s_pool =
        new DefaultObjectPool<BulkTransfer<TChunk, TRequest, TResponse>>(new DefaultPooledObjectPolicy<BulkTransfer<TChunk, TRequest, TResponse>>(), 256);

    private ChipLocation _source;
    private TChunk _chunk = default!;
    private ProgressReporter? _progress;

    /// <summary>Begins a transfer.</summary>
    /// <returns>The end of the transfer. It is awaited once.</returns>
    public static ValueTask StartAsync(
        ITransferCarrier carrier, ChipLocation source, TChunk chunk, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);

        int pieces = (chunk.Length + ScpMessage.MaxDataSize - 1) / ScpMessage.MaxDataSize;
        if (pieces == 0)
            return ValueTask.CompletedTask;

        // The caller gets errors of encoding at once.
        TRequest first = chunk.Request(0, Math.Min(ScpMessage.MaxDataSize, chunk.Length));
        carrier.Codec.Encode(first, source).Dispose();

        BulkTransfer<TChunk, TRequest, TResponse> transfer = s_pool.Get();
        transfer.Prepare(carrier, RequestTraits.Of<TRequest, TResponse>(first), pieces);
        transfer._source = source;
        transfer._chunk = chunk;
        transfer._progress = progress is null ? null : new ProgressReporter(transfer, progress, chunk.Length, inline: !carrier.RunContinuationsAsynchronously);

        // It may have ended, but it returns to the pool only when the caller has awaited it.
        ValueTask ended = transfer.Task;
        carrier.Start(transfer);
        transfer.CancelWith(cancellationToken);
        return ended;
    }

    /// <inheritdoc/>
    public override Datagram Encode(int piece) => Carrier.Codec.Encode(Request(piece), _source);

    protected override void TakeIn(int piece, Datagram reply)
    {
        TRequest request = Request(piece);
        int offset = piece * ScpMessage.MaxDataSize;
        int size = Size(offset);
        ScpReply accepted = Carrier.Codec.Accept<TRequest, TResponse>(request, reply);
        if (!_chunk.TryTakeIn(offset, size, accepted, out PacketError error))
            throw Carrier.Codec.Unreadable(request, accepted, error);

        _progress?.Add(size);
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
        return _chunk.Request(offset, Size(offset));
    }

    private int Size(int offset) => Math.Min(ScpMessage.MaxDataSize, _chunk.Length - offset);
}
