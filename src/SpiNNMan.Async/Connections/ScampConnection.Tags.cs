using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Connections;

public sealed partial class ScampConnection
{
    /// <summary>Lets the cores of the board send to an address and port through a tag.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the board's own.</param>
    /// <param name="destination">The address and port. With the address 0.0.0.0 the board takes the address of this connection.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent, as EIEIO listeners expect. The default is <see langword="true"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public async ValueTask SetIPTagAsync(int tag, IPEndPoint destination, bool strip = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var request = new IPTagSet(Chip, CheckTag(tag), destination.Address, (ushort)destination.Port, strip);
        await ExecuteAsync<IPTagSet, Acknowledgement>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets datagrams to a port of the board go to a core.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the board's own.</param>
    /// <param name="port">The port of the board, 1 to 65535.</param>
    /// <param name="destination">The core.</param>
    /// <param name="destinationPort">The SDP port of the core, 0 to 7. The default is the port for buffered input.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public async ValueTask SetReverseIPTagAsync(
        int tag, int port, CoreLocation destination, int destinationPort = (int)SdpPort.InputBuffering, CancellationToken cancellationToken = default)
    {
        InvalidParameterException.ThrowIfOutside(port, 1, ushort.MaxValue, nameof(port));
        InvalidParameterException.ThrowIfOutside(destinationPort, 0, SdpEndpoint.MaxPort, nameof(destinationPort));
        var request = new ReverseIPTagSet(Chip, CheckTag(tag), (ushort)port, new SdpEndpoint(destination, (byte)destinationPort));
        await ExecuteAsync<ReverseIPTagSet, Acknowledgement>(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a tag.</summary>
    /// <param name="tag">The tag: 0 to 7 are set by hosts, 8 to 15 are the board's own for replies.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public ValueTask<IPTagEntry> GetIPTagAsync(int tag, CancellationToken cancellationToken = default) =>
        ExecuteAsync<IPTagGet, IPTagEntry>(new IPTagGet(Chip, CheckTag(tag)), cancellationToken);

    /// <summary>Clears a tag.</summary>
    /// <param name="tag">The tag, 0 to 15.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public async ValueTask ClearIPTagAsync(int tag, CancellationToken cancellationToken = default) =>
        await ExecuteAsync<IPTagClear, Acknowledgement>(new IPTagClear(Chip, CheckTag(tag)), cancellationToken).ConfigureAwait(false);

    /// <summary>Sets how long the board keeps the tag of a reply.</summary>
    /// <param name="timeout">How long.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The board's tags, with the timeout that was in force before.</returns>
    /// <inheritdoc cref="IScpConnection.ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    public ValueTask<IPTagPoolInfo> SetIPTagTimeoutAsync(IPTagTimeout timeout, CancellationToken cancellationToken = default) =>
        ExecuteAsync<IPTagSetTimeout, IPTagPoolInfo>(new IPTagSetTimeout(Chip, timeout), cancellationToken);

    // The bytes can say more tags than boards have; some boards answer as if all were well.
    private static byte CheckTag(int tag)
    {
        InvalidParameterException.ThrowIfOutside(tag, 0, IPTagEntry.MaxTag, nameof(tag));
        return (byte)tag;
    }
}
