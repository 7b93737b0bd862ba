using System.Net;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Captures;

/// <summary>A network whose sockets write their datagrams to a capture.</summary>
internal sealed class CapturingNetwork(IDatagramNetwork inner, PacketCapture capture) : IDatagramNetwork
{
    /// <inheritdoc/>
    public bool TellsSenders => inner.TellsSenders;

    /// <inheritdoc/>
    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        new CapturingSocket(inner.Open(local, remote, receiveBufferSize, shareAddress), capture);
}
