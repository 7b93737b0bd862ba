using SpiNNMan.Async.Model;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Moves a block of memory of any length with as many requests under way as the window takes.</summary>
/// <remarks>One object and one task for each transfer; its pieces cost nothing but their requests.</remarks>
internal sealed class BulkTransfer<TChunk, TRequest> : Transfer
    where TChunk : IChunk<TRequest>
    where TRequest : struct, IScpRequest<int>
{
    private readonly RequestMultiplexer _multiplexer;
    private readonly ChipLocation _source;
    private readonly TChunk _chunk;
    private readonly ProgressReporter? _progress;

    private BulkTransfer(RequestMultiplexer multiplexer, ChipLocation source, TChunk chunk, int pieces, IProgress<TransferProgress>? progress)
        : base(multiplexer, pieces)
    {
        _multiplexer = multiplexer;
        _source = source;
        _chunk = chunk;
        _progress = progress is null ? null : new ProgressReporter(progress, chunk.Length, inline: !multiplexer.RunContinuationsAsynchronously);
    }

    public static async ValueTask RunAsync(
        RequestMultiplexer multiplexer, ChipLocation source, TChunk chunk, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int pieces = (chunk.Length + ScpMessage.MaxDataSize - 1) / ScpMessage.MaxDataSize;
        if (pieces == 0)
            return;

        var transfer = new BulkTransfer<TChunk, TRequest>(multiplexer, source, chunk, pieces, progress);

        // What cannot be encoded is the caller's to hear at once.
        TRequest first = transfer.Request(0);
        multiplexer.Encode(first, source).Dispose();
        multiplexer.Start(transfer, first.Destination.Chip);
        CancellationTokenRegistration cancellation = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var transfer = (BulkTransfer<TChunk, TRequest>)state!;
                transfer._multiplexer.Stop(transfer, error: null, token);
            },
            transfer);
        try
        {
            await transfer.Ended.ConfigureAwait(false);
        }
        finally
        {
            await cancellation.DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override void Encode(ReplySlot slot)
    {
        TRequest request = Request(slot.Piece);
        slot.Prepare(_multiplexer.Encode(request, _source), RequestTraits.Of<TRequest, int>(request), completeInline: true);
    }

    protected override void Decode(int piece, Datagram reply)
    {
        int moved = _multiplexer.Decode<TRequest, int>(Request(piece), reply);
        _progress?.Add(moved);
    }

    private TRequest Request(int piece)
    {
        int offset = piece * ScpMessage.MaxDataSize;
        return _chunk.Request(offset, Math.Min(ScpMessage.MaxDataSize, _chunk.Length - offset));
    }
}
