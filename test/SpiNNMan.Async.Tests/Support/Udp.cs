using System.Net;
using SpiNNMan.Async.Connections;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>Peers for tests over the real loopback.</summary>
internal static class Udp
{
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>An open connection on loopback, with a port of the system's choice.</summary>
    public static ValueTask<UdpConnection> PeerAsync(CancellationToken token) =>
        UdpConnection.OpenAsync(options: new ConnectionOptions { LocalHost = "127.0.0.1" }, cancellationToken: token);

    public static IPEndPoint EndPoint(this DatagramConnection connection) => new(IPAddress.Loopback, connection.LocalPort);

    /// <summary>A port of loopback at which nothing listens: one that was free a moment ago.</summary>
    public static async ValueTask<int> ClosedPortAsync(CancellationToken token)
    {
        await using UdpConnection gone = await PeerAsync(token);
        return gone.LocalPort;
    }
}
