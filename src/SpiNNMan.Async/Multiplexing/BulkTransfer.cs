using SpiNNMan.Async.Model;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Moves a block of memory of any length with as many requests under way as the window takes.</summary>
/// <remarks>
/// A handful of lanes share the pieces out between them: each sends a request, and on the reply takes the next piece. They run on the thread
/// that receives, which costs nothing per piece; the caller is resumed elsewhere. The first error ends all lanes.
/// </remarks>
internal sealed class BulkTransfer<TChunk, TRequest> : IDisposable
    where TChunk : IChunk<TRequest>
    where TRequest : struct, IScpRequest<int>
{
    private readonly RequestMultiplexer _multiplexer;
    private readonly ChipLocation _source;
    private readonly TChunk _chunk;
    private readonly ProgressReporter? _progress;
    private readonly CancellationTokenSource _stop;
    private int _next;

    private BulkTransfer(RequestMultiplexer multiplexer, ChipLocation source, TChunk chunk, ProgressReporter? progress, CancellationToken cancellationToken)
    {
        _multiplexer = multiplexer;
        _source = source;
        _chunk = chunk;
        _progress = progress;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public static async ValueTask RunAsync(
        RequestMultiplexer multiplexer, ChipLocation source, TChunk chunk, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ProgressReporter? reporter = progress is null
            ? null
            : new ProgressReporter(progress, chunk.Length, inline: !multiplexer.RunContinuationsAsynchronously);

        using var transfer = new BulkTransfer<TChunk, TRequest>(multiplexer, source, chunk, reporter, cancellationToken);
        int pieces = (chunk.Length + ScpMessage.MaxDataSize - 1) / ScpMessage.MaxDataSize;
        var lanes = new Task[Math.Min(pieces, multiplexer.Window)];
        for (int lane = 0; lane < lanes.Length; lane++)
            lanes[lane] = transfer.RunLaneAsync();

        try
        {
            await Task.WhenAll(lanes).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        finally
        {
            // The lanes end on the thread that receives, where the caller's code must not run.
            if (multiplexer.RunContinuationsAsynchronously)
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunLaneAsync()
    {
        try
        {
            int offset;
            while ((offset = Interlocked.Add(ref _next, ScpMessage.MaxDataSize) - ScpMessage.MaxDataSize) < _chunk.Length)
            {
                TRequest request = _chunk.Request(offset, Math.Min(ScpMessage.MaxDataSize, _chunk.Length - offset));
                RequestTraits traits = RequestTraits.Of<TRequest, int>(request);
                using Datagram reply = await _multiplexer
                    .SubmitAsync(_multiplexer.Encode(request, _source), traits, completeInline: true, _stop.Token).ConfigureAwait(false);
                int moved = _multiplexer.Decode<TRequest, int>(request, reply);
                _progress?.Add(moved);
            }
        }
        catch
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
