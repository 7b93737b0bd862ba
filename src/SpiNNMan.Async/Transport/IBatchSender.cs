namespace SpiNNMan.Async.Transport;

/// <summary>A socket that can send many datagrams to its peer with one call.</summary>
internal interface IBatchSender
{
    /// <summary>Sends datagrams until the first error.</summary>
    /// <returns>How many were sent. If it is 0, <see cref="IDatagramSocket.Send"/> sends the first, or throws its error.</returns>
    int Send(ReadOnlySpan<Datagram> datagrams);
}
