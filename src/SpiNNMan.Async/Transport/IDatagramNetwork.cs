using System.Net;

namespace SpiNNMan.Async.Transport;

/// <summary>Where datagram sockets come from: the system's UDP, or a network in memory.</summary>
public interface IDatagramNetwork
{
    /// <summary>Opens a socket.</summary>
    /// <param name="local">What to bind to; port 0 takes one of the network's choice.</param>
    /// <param name="remote">The only peer to talk to, or <see langword="null"/> to talk to anyone.</param>
    /// <param name="receiveBufferSize">How many bytes of datagrams that were not received yet should be kept; a wish.</param>
    /// <param name="shareAddress">Whether others that agree may be bound to the port as well, on this address or on all: announcements of
    /// boards come to a fixed port that many want to hear.</param>
    /// <exception cref="Errors.SpinnakerConnectionException">The address is not this host's, the port is taken, or the system refused.</exception>
    IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false);
}
