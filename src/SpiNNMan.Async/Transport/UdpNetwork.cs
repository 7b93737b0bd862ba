using System.Net;
using SpiNNMan.Async.Transport.Native;

namespace SpiNNMan.Async.Transport;

/// <summary>The system's UDP over IPv4.</summary>
/// <remarks>
/// On Linux, sockets with one peer send and receive many datagrams with one system call, and share an event loop where there are more of them than threads are
/// worth. Where the kernel, or a sandbox, refuses those calls, they send and receive one by one from then on, and the log says so once. Elsewhere, or if the AppContext switch <c>SpiNNMan.Async.PortableSockets</c> is on when this is first used, they work as <see cref="Portable"/>.
/// </remarks>
public sealed class UdpNetwork : IDatagramNetwork
{
    private readonly BatchCalls? _calls;

    private UdpNetwork(BatchCalls? calls) => _calls = calls;

    /// <summary>The system's UDP in the fastest way it has.</summary>
    public static UdpNetwork Instance { get; } = new(AppContext.TryGetSwitch("SpiNNMan.Async.PortableSockets", out bool portable) && portable ? null : BatchCalls.OfSystem);

    /// <summary>The system's UDP by nothing but the runtime's own sockets, as it is used where there is no faster way.</summary>
    public static UdpNetwork Portable { get; } = new(calls: null);

    /// <summary>The system's UDP by calls of one's own, as where a kernel has not all of them.</summary>
    internal static UdpNetwork By(ISystemCalls system) => new(new BatchCalls(system));

    /// <inheritdoc/>
    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        UdpDatagramSocket.Open(local, remote, receiveBufferSize, shareAddress, _calls);
}
