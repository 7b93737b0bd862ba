using System.Net;

namespace SpiNNMan.Async.Transport;

/// <summary>The system's UDP over IPv4.</summary>
public sealed class UdpNetwork : IDatagramNetwork
{
    private UdpNetwork()
    {
    }

    /// <summary>The only instance: it has no state.</summary>
    public static UdpNetwork Instance { get; } = new();

    /// <inheritdoc/>
    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        UdpDatagramSocket.Open(local, remote, receiveBufferSize, shareAddress);
}
