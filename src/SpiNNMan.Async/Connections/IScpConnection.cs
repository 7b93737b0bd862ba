using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Connections;

/// <summary>A connection that commands go over, to monitors or to a BMP.</summary>
/// <remarks>
/// Any number of callers may await requests at once; each gets the reply to its own. Callers may also send requests and receive replies
/// themselves, at the same time. A reply goes to the awaited request that it belongs to, and all other replies go to the callers that receive.
/// Protocol: connections.md, "Commands".
/// </remarks>
public interface IScpConnection : IAsyncDisposable
{
    /// <summary>The chip whose Ethernet the connection goes to; (255, 255) as long as it is not known.</summary>
    ChipLocation Chip { get; }

    /// <summary>Sends a request and awaits its answer.</summary>
    /// <typeparam name="TResponse">The type of the answer, which the request names.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the waiting at once. The board may carry out the request nevertheless.</param>
    /// <returns>The answer. To be awaited once.</returns>
    /// <exception cref="ScpResultException">The board refused it.</exception>
    /// <exception cref="InvalidPacketException">The reply cannot be read, or says less than the request deserves.</exception>
    /// <exception cref="InvalidParameterException">The request cannot be encoded.</exception>
    /// <exception cref="SpinnakerTimeoutException">There was no reply to any of the attempts. A request that must not be repeated has one attempt.</exception>
    /// <exception cref="SpinnakerConnectionException">Nothing listens there, the connection has no peer, or it is closed.</exception>
    ValueTask<TResponse> ExecuteAsync<TResponse>(IScpRequest<TResponse> request, CancellationToken cancellationToken = default);

    /// <summary>The same without boxing the request: for those who count allocations.</summary>
    /// <inheritdoc cref="ExecuteAsync{TResponse}(IScpRequest{TResponse}, CancellationToken)"/>
    ValueTask<TResponse> ExecuteAsync<TRequest, TResponse>(TRequest request, CancellationToken cancellationToken = default)
        where TRequest : struct, IScpRequest<TResponse>;

    /// <summary>The datagram that a request makes, two bytes of padding in front.</summary>
    /// <param name="request">The request; it is not changed.</param>
    /// <param name="source">The chip whose Ethernet should send the reply out; by default <see cref="Chip"/>.</param>
    /// <param name="sequence">The sequence number.</param>
    byte[] GetScpData(IScpRequest request, ChipLocation? source = null, ushort sequence = 0);

    /// <summary>Sends a request without waiting for the reply, which <see cref="ReceiveScpResponseAsync"/> receives.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sequence">The sequence number that the reply will have. Awaited requests never have 0, the default, nor one in use here.</param>
    /// <param name="cancellationToken">Prevents the sending.</param>
    /// <exception cref="InvalidParameterException">An awaited request in flight has that number.</exception>
    /// <exception cref="SpinnakerConnectionException">There is no peer, or the network reported an error.</exception>
    ValueTask SendScpRequestAsync(IScpRequest request, ushort sequence = 0, CancellationToken cancellationToken = default);

    /// <summary>Receives a reply that no awaited request waits for.</summary>
    /// <param name="timeout">How long to wait for it; the default is 1 s.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The reply with any result, and its sender.</returns>
    /// <exception cref="InvalidPacketException">A datagram came that is no reply, or its result is unknown.</exception>
    /// <exception cref="SpinnakerTimeoutException">Nothing came in time.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error, or the connection is closed.</exception>
    ValueTask<ScpResponse> ReceiveScpResponseAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);
}
