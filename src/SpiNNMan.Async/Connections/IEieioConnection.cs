using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Connections;

/// <summary>A connection that EIEIO messages come and go by. Programs take it in place of <see cref="EieioConnection"/> where their tests put another one there.</summary>
/// <remarks>Protocol: connections.md, "EIEIO messages".</remarks>
public interface IEieioConnection : ISubscribable<EieioMessage>, IAsyncDisposable
{
    /// <summary>The local port, 1 to 65535.</summary>
    int LocalPort { get; }

    /// <summary>Receives one message.</summary>
    /// <param name="timeout">How long to wait: 0 takes only a message that is there, <see langword="null"/> waits for ever.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SpinnakerTimeoutException">Nothing came in time.</exception>
    /// <exception cref="InvalidPacketException">A datagram came that is no EIEIO message.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error, or the connection is closed.</exception>
    ValueTask<EieioMessage> ReceiveEieioMessageAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Sends a message to the peer.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <exception cref="SpinnakerConnectionException">There is no peer, or the network reported an error.</exception>
    ValueTask SendEieioMessageAsync(EieioMessage message, CancellationToken cancellationToken = default);

    /// <summary>Sends a message to an address.</summary>
    /// <param name="message">The message.</param>
    /// <param name="destination">Address and port.</param>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <exception cref="SpinnakerConnectionException">The network reported an error, or the connection is closed.</exception>
    ValueTask SendEieioMessageToAsync(EieioMessage message, IPEndPoint destination, CancellationToken cancellationToken = default);

    /// <summary>Lets the cores of a board send to this connection through a tag.</summary>
    /// <param name="tag">The tag, 0 to 7.</param>
    /// <param name="board">The address of the board, and the port on which it takes commands.</param>
    /// <param name="chip">The chip with the Ethernet of the board.</param>
    /// <param name="strip">Whether only the data of the SDP messages is sent. The default is <see langword="true"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    ValueTask SetIPTagAsync(int tag, IPEndPoint board, ChipLocation chip, bool strip = true, CancellationToken cancellationToken = default);
}
