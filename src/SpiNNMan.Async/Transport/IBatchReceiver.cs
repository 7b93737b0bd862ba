namespace SpiNNMan.Async.Transport;

/// <summary>A socket from which a separate thread can receive many datagrams at a time, without the event loop of the system and the thread pool.</summary>
internal interface IBatchReceiver
{
    /// <summary>Whether datagrams have come that were not received. An empty datagram may not show.</summary>
    bool HasWaiting { get; }

    /// <summary>Receives datagrams into <paramref name="buffers"/>, the first ones first, and sets their lengths and senders.</summary>
    /// <param name="buffers">One buffer for each datagram. The socket uses them during the call.</param>
    /// <param name="wait">Whether to block the thread until there is one.</param>
    /// <returns>How many; 0 only without waiting.</returns>
    /// <exception cref="Errors.SpinnakerConnectionException">As for <see cref="IDatagramSocket.ReceiveAsync"/>; disposal ends the wait.</exception>
    int Receive(ReadOnlySpan<Datagram> buffers, bool wait);
}
