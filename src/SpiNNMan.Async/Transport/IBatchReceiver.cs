namespace SpiNNMan.Async.Transport;

/// <summary>A socket that can be received from by a thread of its own, many datagrams at a time, which saves the way through the system's event loop and the thread pool.</summary>
internal interface IBatchReceiver
{
    /// <summary>Whether datagrams have come that nobody has received. One that is empty may not show.</summary>
    bool HasWaiting { get; }

    /// <summary>Receives datagrams into <paramref name="buffers"/>, the first ones first, and sets their lengths and senders.</summary>
    /// <param name="buffers">One buffer for each datagram that would be taken; the socket's for as long as this takes.</param>
    /// <param name="wait">Whether to keep the thread until there is one.</param>
    /// <returns>How many; 0 only if it should not wait.</returns>
    /// <exception cref="Errors.SpinnakerConnectionException">As for <see cref="IDatagramSocket.ReceiveAsync"/>; disposal ends the wait.</exception>
    int Receive(ReadOnlySpan<Datagram> buffers, bool wait);
}
