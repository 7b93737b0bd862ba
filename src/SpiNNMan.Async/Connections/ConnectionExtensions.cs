using System.Net;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Connections;

/// <summary>The methods of connections with a <see cref="CancellationToken"/> and nothing else, for calls that take every default.</summary>
public static class ConnectionExtensions
{
    /// <inheritdoc cref="DatagramConnection.ReceiveAsync"/>
    public static ValueTask<byte[]> ReceiveAsync(this DatagramConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).ReceiveAsync(timeout: null, cancellationToken);

    /// <inheritdoc cref="DatagramConnection.ReceiveWithAddressAsync"/>
    public static ValueTask<ReceivedDatagram> ReceiveWithAddressAsync(this DatagramConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).ReceiveWithAddressAsync(timeout: null, cancellationToken);

    /// <inheritdoc cref="DatagramConnection.IsReadyToReceiveAsync"/>
    public static ValueTask<bool> IsReadyToReceiveAsync(this DatagramConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).IsReadyToReceiveAsync(TimeSpan.Zero, cancellationToken);

    /// <inheritdoc cref="ISubscribable{TMessage}.IsReadyToReceiveAsync"/>
    [OverloadResolutionPriority(1)]
    public static ValueTask<bool> IsReadyToReceiveAsync<TMessage>(this ISubscribable<TMessage> connection, CancellationToken cancellationToken) =>
        NotNull(connection).IsReadyToReceiveAsync(TimeSpan.Zero, cancellationToken);

    /// <inheritdoc cref="ISubscribable{TMessage}.SubscribeAsync"/>
    public static Subscription<TMessage> SubscribeAsync<TMessage>(this ISubscribable<TMessage> connection, CancellationToken cancellationToken) =>
        NotNull(connection).SubscribeAsync(options: null, cancellationToken);

    /// <inheritdoc cref="IEieioConnection.ReceiveEieioMessageAsync"/>
    public static ValueTask<EieioMessage> ReceiveEieioMessageAsync(this IEieioConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).ReceiveEieioMessageAsync(timeout: null, cancellationToken);

    /// <inheritdoc cref="BootConnection.ReceiveBootMessageAsync"/>
    public static ValueTask<BootMessage> ReceiveBootMessageAsync(this BootConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).ReceiveBootMessageAsync(timeout: null, cancellationToken);

    /// <inheritdoc cref="IPAddressesConnection.ReceiveIPAddressAsync"/>
    public static ValueTask<IPAddress?> ReceiveIPAddressAsync(this IPAddressesConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).ReceiveIPAddressAsync(timeout: null, cancellationToken);

    /// <inheritdoc cref="SdpConnection.ReceiveSdpMessageAsync"/>
    public static ValueTask<SdpMessage> ReceiveSdpMessageAsync(this SdpConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).ReceiveSdpMessageAsync(timeout: null, cancellationToken);

    /// <inheritdoc cref="IScpConnection.ReceiveScpResponseAsync"/>
    public static ValueTask<ScpResponse> ReceiveScpResponseAsync(this IScpConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).ReceiveScpResponseAsync(timeout: null, cancellationToken);

    /// <inheritdoc cref="ScampConnection.GetVersionAsync"/>
    public static ValueTask<VersionInfo> GetVersionAsync(this ScampConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).GetVersionAsync(core: null, cancellationToken);

    /// <inheritdoc cref="BmpConnection.GetVersionAsync"/>
    public static ValueTask<VersionInfo> GetVersionAsync(this BmpConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).GetVersionAsync(board: null, cancellationToken);

    /// <inheritdoc cref="BmpConnection.PowerOnAsync"/>
    public static ValueTask PowerOnAsync(this BmpConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).PowerOnAsync(boards: null, TimeSpan.Zero, cancellationToken);

    /// <inheritdoc cref="BmpConnection.PowerOffAsync"/>
    public static ValueTask PowerOffAsync(this BmpConnection connection, CancellationToken cancellationToken) =>
        NotNull(connection).PowerOffAsync(boards: null, TimeSpan.Zero, cancellationToken);

    private static T NotNull<T>(T? connection)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection;
    }
}
