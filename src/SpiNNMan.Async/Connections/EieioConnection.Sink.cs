using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Connections;

/// <content>Datagrams that go to one sink.</content>
public sealed partial class EieioConnection
{
    /// <summary>So many full batches may come before the sink is asked whether it can take more.</summary>
    private const int MostInARow = 8;

    private readonly CancellationTokenSource _closing = new();
    private readonly Datagram[] _accepted = new Datagram[DatagramBatch.Capacity];
    private int _acceptedCount;
    private bool _isFull;
    private int _inARow;
    private IDatagramSink? _sink;

    /// <summary>Gives all datagrams from now on to <paramref name="sink"/>, and to no subscription and no receiver. Replies to <see cref="SetIPTagAsync"/> do not go there.</summary>
    /// <param name="sink">The sink.</param>
    /// <exception cref="InvalidOperationException">The connection has a sink already.</exception>
    /// <exception cref="SpinnakerConnectionClosedException">The connection is closed.</exception>
    public void DivertTo(IDatagramSink sink)
    {
        ThrowIfClosed();
        ArgumentNullException.ThrowIfNull(sink);
        if (Interlocked.CompareExchange(ref _sink, sink, null) is not null)
            throw new InvalidOperationException($"The datagrams of {this} go to a sink already. Open another connection.");
    }

    private protected override async ValueTask WaitForRoomAsync()
    {
        if (Volatile.Read(ref _sink) is not { } sink)
            return;

        // More datagrams wait in the system. A sink that is asked once for all of them wakes its readers less often.
        if (_isFull && ++_inARow < MostInARow && Socket is IBatchReceiver { HasWaiting: true })
            return;

        _inARow = 0;
        try
        {
            await sink.WaitForRoomAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The connection closes, or the sink has a defect. Receiving goes on.
            if (exception is not OperationCanceledException)
                Log.DispatcherFailed(Logger, exception, ToString());
        }
    }

    // Not on another thread: a simulated clock would run on meanwhile.
    private protected override ValueTask OnClosingAsync()
    {
        StopWaiting();
        return base.OnClosingAsync();
    }

    private void StopWaiting() => _closing.Cancel();

    private protected override void OnBatchEnds()
    {
        _isFull = _acceptedCount == _accepted.Length;
        ReturnAccepted();
    }

    private void ReturnAccepted()
    {
        if (_acceptedCount == 0)
            return;

        Datagrams.Return(_accepted.AsSpan(0, _acceptedCount));
        Array.Clear(_accepted, 0, _acceptedCount);
        _acceptedCount = 0;
    }

    private bool TryDivert(Datagram datagram)
    {
        if (Volatile.Read(ref _sink) is not { } sink)
            return false;

        // They go back together. The sink keeps none of them.
        if (_acceptedCount == _accepted.Length)
            ReturnAccepted();

        _accepted[_acceptedCount++] = datagram;
        sink.Accept(datagram.Span, datagram.RemoteEndPoint!);
        return true;
    }
}
