using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Tags;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tags;

/// <summary>IP tags of the boards of a machine, by which cores and hosts exchange messages.</summary>
/// <example><code>
/// await transceiver.Tags.SetAsync(tag: 1, "localhost", port: 17895);
/// </code></example>
/// <remarks>Any number of callers may use it at the same time. Protocol: scp.md, "IP tags".</remarks>
[Traced("Tags")]
public class MachineTags
{
    private readonly MachineConnections _connections = null!;

    internal MachineTags(MachineConnections connections)
    {
        _connections = connections;
    }

    /// <summary>For tests that replace this part by a double.</summary>
    protected MachineTags()
    {
    }

    /// <summary>Lets cores send to a host and port through a tag.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the boards' own.</param>
    /// <param name="host">The host: an address or a name. <c>localhost</c>, <c>.</c> and <c>0.0.0.0</c> stand for this computer, by the address that each board knows it by.</param>
    /// <param name="port">The UDP port, 1 to 65535.</param>
    /// <param name="board">The board, by any of its chips; by default all boards.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent, as EIEIO listeners expect.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">The tag or the port is out of range, or there is no connection to that board.</exception>
    /// <exception cref="SpinnakerConnectionException">The name has no address.</exception>
    /// <exception cref="MachineOperationException">Some boards could not be reached; the others are set.</exception>
    /// <remarks>Protocol: scp.md, "IP tags".</remarks>
    public virtual async Task SetAsync(int tag, string host, int port, ChipLocation? board = null, bool strip = true, CancellationToken cancellationToken = default)
    {
        byte number = BoardTags.CheckTag(tag);
        ushort target = BoardTags.CheckPort(port);
        IPAddress? address = await BoardTags.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        await BoardTags.ForEachAsync(
            _connections,
            board,
            "setting an IP tag",
            (scamp, stop) => scamp.ExecuteAsync<IPTagSet, Acknowledgement>(new IPTagSet(scamp.Chip, number, address ?? scamp.LocalIPAddress, target, strip), stop).AsTask(),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets cores send to an address and port through a tag.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the boards' own.</param>
    /// <param name="destination">The address and port; 0.0.0.0 stands for this computer.</param>
    /// <param name="board">The board, by any of its chips; by default all boards.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent, as EIEIO listeners expect.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <inheritdoc cref="SetAsync(int, string, int, ChipLocation?, bool, CancellationToken)" path="/exception|/remarks"/>
    public virtual Task SetAsync(int tag, IPEndPoint destination, ChipLocation? board = null, bool strip = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return SetAsync(tag, destination.Address.ToString(), destination.Port, board, strip, cancellationToken);
    }

    /// <summary>Lets cores send to a listener through a tag. The request leaves by the socket of the listener, and boards take address and port from the request. So it also works where
    /// a router translates addresses.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the boards' own.</param>
    /// <param name="listener">The listener.</param>
    /// <param name="board">The board, by any of its chips; by default all boards.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent, as EIEIO listeners expect.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">The tag is out of range, or there is no connection to that board.</exception>
    /// <exception cref="MachineOperationException">Some boards did not take it; the others are set.</exception>
    /// <remarks>Protocol: scp.md, "IP tags".</remarks>
    public virtual Task SetAsync(int tag, IEieioConnection listener, ChipLocation? board = null, bool strip = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        byte number = BoardTags.CheckTag(tag);
        return BoardTags.ForEachAsync(
            _connections,
            board,
            "setting an IP tag",
            (scamp, stop) => listener.SetIPTagAsync(number, new IPEndPoint(scamp.RemoteIPAddress!, scamp.RemotePort!.Value), scamp.Chip, strip, stop).AsTask(),
            cancellationToken);
    }

    /// <summary>Lets datagrams to a port of boards go to a core.</summary>
    /// <param name="tag">The tag, 0 to 7. Tags 8 to 15 exist, but they are the boards' own.</param>
    /// <param name="port">The port that boards listen on, 1 to 65535; not 17893 or 54321, which are taken.</param>
    /// <param name="destination">The core.</param>
    /// <param name="destinationPort">Its SDP port, 1 to 7; port 0 is the monitors' and takes commands. The default is that for buffered input.</param>
    /// <param name="board">The board, by any of its chips; by default all boards.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">The tag or a port is out of range, or there is no connection to that board.</exception>
    /// <exception cref="MachineOperationException">Some boards could not be reached; the others are set.</exception>
    /// <remarks>Protocol: scp.md, "IP tags".</remarks>
    public virtual Task SetReverseAsync(
        int tag,
        int port,
        CoreLocation destination,
        int destinationPort = (int)SdpPort.InputBuffering,
        ChipLocation? board = null,
        CancellationToken cancellationToken = default)
    {
        byte number = BoardTags.CheckTag(tag);
        ushort receivePort = BoardTags.CheckReceivePort(port);
        InvalidParameterException.ThrowIfOutside(destinationPort, 0, 7, nameof(destinationPort));
        return BoardTags.ForEachAsync(
            _connections, board, "setting a reverse IP tag", (scamp, stop) => scamp.SetReverseIPTagAsync(number, receivePort, destination, destinationPort, stop).AsTask(), cancellationToken);
    }

    /// <summary>Reads the tags that are in use, without the transient tags of replies.</summary>
    /// <param name="board">The board, by any of its chips; by default all boards.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The tags, board by board.</returns>
    /// <exception cref="InvalidParameterException">There is no connection to that board.</exception>
    /// <exception cref="MachineOperationException{TResult}">Some boards could not be asked; the error has the tags of the others.</exception>
    /// <remarks>Protocol: scp.md, "IP tags".</remarks>
    public virtual async Task<IReadOnlyList<BoardTag>> GetAsync(ChipLocation? board = null, CancellationToken cancellationToken = default)
    {
        FanOutResult<BoardTag[]> tags = await BoardTags.ForEachAsync(_connections, board, BoardTags.ReadAsync, cancellationToken).ConfigureAwait(false);
        return tags.OrThrow<IReadOnlyList<BoardTag>>("reading tags", static boards => [.. boards.SelectMany(static some => some)]);
    }

    /// <summary>Clears a tag, of either direction.</summary>
    /// <param name="tag">The tag, 0 to 15.</param>
    /// <param name="board">The board, by any of its chips; by default all boards.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidParameterException">The tag is out of range, or there is no connection to that board.</exception>
    /// <exception cref="MachineOperationException">Some boards could not be reached; on the others it is free.</exception>
    /// <remarks>Protocol: scp.md, "IP tags".</remarks>
    public virtual Task ClearAsync(int tag, ChipLocation? board = null, CancellationToken cancellationToken = default)
    {
        byte number = BoardTags.CheckTag(tag);
        return BoardTags.ForEachAsync(_connections, board, "clearing an IP tag", (scamp, stop) => scamp.ClearIPTagAsync(number, stop).AsTask(), cancellationToken);
    }
}
