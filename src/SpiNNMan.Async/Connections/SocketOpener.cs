using System.Net;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Connections;

/// <summary>Opens the socket that a connection's options describe.</summary>
internal static class SocketOpener
{
    /// <summary>Opens a socket with the peer of that name, or without a peer.</summary>
    public static async ValueTask<IDatagramSocket> OpenAsync(
        ConnectionOptions options, string? remoteHost, int remotePort, CancellationToken cancellationToken)
    {
        options.MakeReadOnly();
        IPEndPoint? remote = remoteHost is null
            ? null
            : new IPEndPoint((await HostResolver.ResolveAllAsync(remoteHost, options.LookUp, cancellationToken).ConfigureAwait(false))[0], remotePort);
        return await OpenAsync(options, remote, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a socket with that peer, or without a peer.</summary>
    public static async ValueTask<IDatagramSocket> OpenAsync(ConnectionOptions options, IPEndPoint? remote, CancellationToken cancellationToken)
    {
        options.MakeReadOnly();
        cancellationToken.ThrowIfCancellationRequested();
        IPAddress address = options.LocalHost is { } host
            ? await HostResolver.ResolveAsync(host, cancellationToken).ConfigureAwait(false)
            : IPAddress.Any;
        var local = new IPEndPoint(address, options.LocalPort);
        try
        {
            return NetworkOf(options).Open(local, remote, options.ReceiveBufferSize, options.ShareLocalPort);
        }
        catch (Exception exception) when (exception is not SpinnakerException and not OutOfMemoryException)
        {
            // A network of the user's own may throw anything.
            throw new SpinnakerConnectionException($"Opening a socket at {local} failed: {exception.Message}", exception);
        }
    }

    private static IDatagramNetwork NetworkOf(ConnectionOptions options) =>
        (options.Capture ?? PacketCapture.Attached) is { } capture ? capture.Wrap(options.Network) : options.Network;
}
