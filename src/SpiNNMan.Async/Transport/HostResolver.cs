using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>Turns the name of a host into its first IPv4 address.</summary>
internal static class HostResolver
{
    public static async ValueTask<IPAddress> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetwork)
            return address;

        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork, cancellationToken).ConfigureAwait(false);
            if (addresses.Length > 0)
                return addresses[0];
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw Unknown(host, exception);
        }

        throw Unknown(host, inner: null);
    }

    private static SpinnakerConnectionException Unknown(string host, Exception? inner) =>
        new($"'{host}' is neither an IPv4 address nor a name that this computer can resolve to one.", inner);
}
