using System.Net;

namespace SpiNNMan.Async.Transport;

/// <summary>A source of datagram sockets: the UDP of the system, or a network in memory.</summary>
public interface IDatagramNetwork
{
    /// <summary>Whether a socket without a peer tells who sent a datagram. The default is yes; the tunnel of an allocation service does not.</summary>
    bool TellsSenders => true;

    /// <summary>Opens a socket.</summary>
    /// <param name="local">The local address and port. With port 0 the network chooses one.</param>
    /// <param name="remote">The only peer; <see langword="null"/> for any number of peers.</param>
    /// <param name="receiveBufferSize">The wanted size of the receive buffer in bytes. The system may give less.</param>
    /// <param name="shareAddress">Whether other sockets with this setting may use the same port, on this address or on all. Announcements of
    /// boards come to a fixed port, and several programs may listen to them.</param>
    /// <exception cref="Errors.SpinnakerConnectionException">The address is not this host's, the port is taken, or the system refused.</exception>
    IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false);
}
