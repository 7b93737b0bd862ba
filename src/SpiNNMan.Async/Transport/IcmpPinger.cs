using System.Net;
using System.Net.NetworkInformation;

namespace SpiNNMan.Async.Transport;

/// <summary>Pings with the system's ICMP.</summary>
internal sealed class IcmpPinger : IPinger
{
    public static IcmpPinger Instance { get; } = new();

    public async ValueTask<bool> PingAsync(IPAddress address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var ping = new Ping();
        try
        {
            PingReply reply = await ping.SendPingAsync(address, timeout, cancellationToken: cancellationToken).ConfigureAwait(false);
            return reply.Status == IPStatus.Success;
        }
        catch (Exception exception) when (exception is PingException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
