namespace SpiNNMan.Async.Transport;

/// <summary>A socket that can also be received from by a thread of its own, which saves the way through the system's event loop and the thread pool.</summary>
internal interface IBlockingReceiver
{
    /// <summary>Whether a datagram is waiting, so that the next receive returns at once. One that is empty may not show.</summary>
    bool HasWaiting { get; }

    /// <summary>Waits for one datagram, keeping the thread.</summary>
    /// <exception cref="Errors.SpinnakerConnectionException">As for <see cref="IDatagramSocket.ReceiveAsync"/>; disposal ends the wait.</exception>
    ReceivedLength Receive(Span<byte> buffer);
}
