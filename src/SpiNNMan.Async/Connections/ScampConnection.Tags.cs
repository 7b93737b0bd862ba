using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Connections;

public sealed partial class ScampConnection
{
    /// <summary>Lets the board's cores send to a host and port through a tag.</summary>
    /// <param name="tag">The tag, 0 to 7; those up to 15 exist, but are the board's own.</param>
    /// <param name="destination">Where messages through the tag go. With the address 0.0.0.0 the board takes this connection's.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent, as EIEIO listeners expect.</param>
    /// <param name="useSender">Whether the board takes address and port from this request, whatever <paramref name="destination"/> says: right where
    /// addresses are translated on the way.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public async ValueTask SetIPTagAsync(
        byte tag, IPEndPoint destination, bool strip = true, bool useSender = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        CheckTag(tag);
        var request = new IPTagSet(Chip, tag, destination.Address, (ushort)destination.Port, strip, useSender);
        await ExecuteAsync<IPTagSet, Acknowledgement>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets datagrams to a port of the board go to a core.</summary>
    /// <param name="tag">The tag, 0 to 7; those up to 15 exist, but are the board's own.</param>
    /// <param name="port">The port of the board.</param>
    /// <param name="destination">The core and its SDP port.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public async ValueTask SetReverseIPTagAsync(byte tag, ushort port, SdpEndpoint destination, CancellationToken cancellationToken = default)
    {
        CheckTag(tag);
        await ExecuteAsync<ReverseIPTagSet, Acknowledgement>(new ReverseIPTagSet(Chip, tag, port, destination), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a tag.</summary>
    /// <param name="tag">The tag: 0 to 7 are set by hosts, 8 to 15 are the board's own for replies.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public ValueTask<IPTagEntry> GetIPTagAsync(byte tag, CancellationToken cancellationToken = default) =>
        ExecuteAsync<IPTagGet, IPTagEntry>(new IPTagGet(Chip, CheckTag(tag)), cancellationToken);

    /// <summary>Clears a tag.</summary>
    /// <param name="tag">The tag, 0 to 15.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public async ValueTask ClearIPTagAsync(byte tag, CancellationToken cancellationToken = default) =>
        await ExecuteAsync<IPTagClear, Acknowledgement>(new IPTagClear(Chip, CheckTag(tag)), cancellationToken).ConfigureAwait(false);

    /// <summary>Sets how long the board keeps a reply's way back open.</summary>
    /// <param name="timeout">How long.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The board's tags, with the timeout that was in force before.</returns>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public ValueTask<IPTagPoolInfo> SetIPTagTimeoutAsync(IPTagTimeout timeout, CancellationToken cancellationToken = default) =>
        ExecuteAsync<IPTagSetTimeout, IPTagPoolInfo>(new IPTagSetTimeout(Chip, timeout), cancellationToken);

    // The bytes can say more tags than boards have; some boards answer as if all were well.
    private static byte CheckTag(byte tag)
    {
        InvalidParameterException.ThrowIfOutside(tag, 0, IPTagEntry.MaxTag, nameof(tag));
        return tag;
    }
}
