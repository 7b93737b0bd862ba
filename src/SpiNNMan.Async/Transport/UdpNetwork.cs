using System.Net;
using SpiNNMan.Async.Transport.Native;

namespace SpiNNMan.Async.Transport;

/// <summary>The system's UDP over IPv4.</summary>
/// <remarks>
/// On Linux, sockets with one peer send and receive many datagrams with one system call, and share an event loop if there are too many for separate
/// threads. If the kernel, or a sandbox, refuses those calls, they send and receive one by one from then on, and the log says so once. Elsewhere, or if the AppContext switch <c>SpiNNMan.Async.PortableSockets</c> is on when this is first used, they work as <see cref="Portable"/>.
/// </remarks>
public sealed class UdpNetwork : IDatagramNetwork
{
    private readonly BatchCalls? _calls;

    private UdpNetwork(BatchCalls? calls) => _calls = calls;

    /// <summary>The UDP of the system by its fastest calls.</summary>
    public static UdpNetwork Instance { get; } = new(AppContext.TryGetSwitch("SpiNNMan.Async.PortableSockets", out bool portable) && portable ? null : BatchCalls.OfSystem);

    /// <summary>The UDP of the system by the sockets of the runtime only, as on systems without faster calls.</summary>
    public static UdpNetwork Portable { get; } = new(calls: null);

    /// <summary>The UDP of the system by given calls, for tests of kernels that lack some.</summary>
    internal static UdpNetwork By(ISystemCalls system) => new(new BatchCalls(system));

    /// <inheritdoc/>
    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        UdpDatagramSocket.Open(local, remote, receiveBufferSize, shareAddress, _calls);
}
