using System.Net;

namespace SpiNNMan.Async.Transport;

/// <summary>Takes the datagrams of a connection on the thread that receives them, without a copy.</summary>
/// <remarks>It is for events that come by the hundred thousand a second. Protocol: connections.md, "EIEIO messages".</remarks>
public interface IDatagramSink
{
    /// <summary>Takes one datagram. It is called for one datagram after the other, in the order they came.</summary>
    /// <param name="datagram">The bytes. They belong to the connection again when this returns.</param>
    /// <param name="sender">The sender. It is the same object for as long as the sender is the same.</param>
    /// <remarks>It must not wait and must not throw: everything else on this connection waits for it. Exceptions are logged and ignored.</remarks>
    void Accept(ReadOnlySpan<byte> datagram, IPEndPoint sender);

    /// <summary>Waits until the sink can take more. It is called each time that all datagrams that came at once were accepted: 32 at most, and up to 256 while more wait in the system. Datagrams that come meanwhile wait in the connection and in the system. If these are full, datagrams are dropped and counted.</summary>
    /// <param name="cancellationToken">Cancelled when the connection closes: the wait must end.</param>
    ValueTask WaitForRoomAsync(CancellationToken cancellationToken);
}
