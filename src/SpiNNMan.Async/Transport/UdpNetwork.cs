using System.Net;

namespace SpiNNMan.Async.Transport;

/// <summary>The system's UDP over IPv4.</summary>
/// <remarks>
/// On Linux, sockets with one peer send and receive many datagrams with one system call, and share an event loop where there are more of them than threads are
/// worth. Elsewhere, or if the AppContext switch <c>SpiNNMan.Async.PortableSockets</c> is on when this is first used, they work as <see cref="Portable"/>.
/// </remarks>
public sealed class UdpNetwork : IDatagramNetwork
{
    private readonly bool _portable;

    private UdpNetwork(bool portable) => _portable = portable;

    /// <summary>The system's UDP in the fastest way it has.</summary>
    public static UdpNetwork Instance { get; } = new(AppContext.TryGetSwitch("SpiNNMan.Async.PortableSockets", out bool portable) && portable);

    /// <summary>The system's UDP by nothing but the runtime's own sockets, as it is used where there is no faster way.</summary>
    public static UdpNetwork Portable { get; } = new(portable: true);

    /// <inheritdoc/>
    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        UdpDatagramSocket.Open(local, remote, receiveBufferSize, shareAddress, _portable);
}
