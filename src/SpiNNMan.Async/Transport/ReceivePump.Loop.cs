using System.Net.Sockets;

namespace SpiNNMan.Async.Transport;

/// <content>How a pump receives that shares an event loop with others.</content>
internal sealed partial class ReceivePump : ILoopMember
{
    private const int BuffersInLoop = 4;

    private readonly TaskCompletionSource _loopEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EventLoop? _loop;
    private long _loopNumber;
    private int _loopState;

    /// <summary>Whether an event loop can wait for the socket.</summary>
    private bool CanJoinLoop => _socket is UdpDatagramSocket { BatchHandle: not null };

    /// <summary>The event loop has something for the socket.</summary>
    public void OnReadable()
    {
        if (Interlocked.CompareExchange(ref _loopState, LoopState.Receiving, LoopState.Idle) != LoopState.Idle)
            return;

        // If the socket is closed, it is leaving the loop. The system reports an error only once.
        while (ReceiveBatch((IBatchReceiver)_socket, wait: false) && _socket is UdpDatagramSocket { HasDeferredError: true })
        {
            // Until the loop calls it.
        }

        if (Interlocked.CompareExchange(ref _loopState, LoopState.Idle, LoopState.Receiving) != LoopState.Receiving)
            EndInLoop();
    }

    /// <summary>Lets the event loop receive from now on, instead of the pump's own thread, which calls this between two receives.</summary>
    private bool TryMoveToLoop()
    {
        lock (_gate)
        {
            if (_disposed || !CanJoinLoop)
                return false;

            _buffers.Return();
            return TryJoinLoop();
        }
    }

    private bool TryJoinLoop()
    {
        if (_socket is not UdpDatagramSocket { BatchHandle: { } handle } || EventLoop.Next is not { } loop)
            return false;

        // Each board in turn: few buffers are enough, and there may be a thousand boards.
        _buffers.Limit(BuffersInLoop);
        _loop = loop;
        _loopNumber = loop.Join(handle, this);
        if (_loopNumber != 0)
            return true;

        _loop = null;
        return false;
    }

    /// <summary>Ends receiving in the loop: at once, or after the current receive.</summary>
    private void LeaveLoop()
    {
        if (_loop is null)
            return;

        if (((UdpDatagramSocket)_socket).BatchHandle is SafeSocketHandle handle)
            _loop.Leave(handle, _loopNumber);

        while (true)
        {
            if (Interlocked.CompareExchange(ref _loopState, LoopState.Ended, LoopState.Idle) == LoopState.Idle)
            {
                EndInLoop();
                return;
            }

            if (Interlocked.CompareExchange(ref _loopState, LoopState.Ending, LoopState.Receiving) == LoopState.Receiving)
                return;
        }
    }

    private void EndInLoop()
    {
        End();
        _loopEnded.TrySetResult();
    }
}
