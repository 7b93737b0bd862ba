namespace SpiNNMan.Async.Transport;

/// <summary>A socket that can send many datagrams to its peer with one call.</summary>
internal interface IBatchSender
{
    /// <summary>Sends datagrams, as many as go without an error.</summary>
    /// <returns>How many were sent. If it is 0, <see cref="IDatagramSocket.Send"/> with the first says why, or sends it.</returns>
    int Send(ReadOnlySpan<Datagram> datagrams);
}
