using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>Turns the name of a host into IPv4 addresses.</summary>
internal static class HostResolver
{
    /// <summary>The greatest length of a DNS name.</summary>
    private const int LongestName = 255;

    /// <summary>Asks the system for the addresses of a name.</summary>
    public static Func<string, CancellationToken, Task<IPAddress[]>> System { get; } =
        static (host, cancellationToken) => Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork, cancellationToken);

    /// <summary>The first address.</summary>
    public static async ValueTask<IPAddress> ResolveAsync(string host, CancellationToken cancellationToken) =>
        (await ResolveAllAsync(host, System, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>All addresses, each once, in the order of the answer; there is at least one.</summary>
    public static async ValueTask<IReadOnlyList<IPAddress>> ResolveAllAsync(
        string host, Func<string, CancellationToken, Task<IPAddress[]>> lookUp, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetwork)
            return [address];

        if (host.Length > LongestName)
            throw new SpinnakerConnectionException($"A name of {host.Length} characters, '{host[..20]}...', is not the name of a host: these have at most {LongestName}.");

        try
        {
            IPAddress[] addresses = await lookUp(host, cancellationToken).ConfigureAwait(false);
            IPAddress[] usable = [.. addresses.Where(static one => one.AddressFamily == AddressFamily.InterNetwork).Distinct()];
            return usable.Length > 0 ? usable : throw Unknown(host, inner: null);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw Unknown(host, exception);
        }
    }

    private static SpinnakerConnectionException Unknown(string host, Exception? inner)
    {
        string why = inner is SocketException { SocketErrorCode: not SocketError.HostNotFound } ? $" ({inner.Message})" : "";
        return new($"'{host}' is neither an IPv4 address nor a name that this computer can resolve to one{why}.", inner);
    }
}
