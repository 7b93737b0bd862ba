using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    /// <summary>Whether callers are resumed elsewhere than on the thread that received their reply.</summary>
    public bool RunContinuationsAsynchronously => _settings.RunContinuationsAsynchronously;

    /// <summary>Sends a typed request and decodes the reply, on the caller's side.</summary>
    /// <param name="request">The request.</param>
    /// <param name="source">The chip whose Ethernet sends the reply out.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ScpResultException">The board refused it.</exception>
    /// <exception cref="InvalidPacketException">The reply cannot be read, or is too short.</exception>
    /// <exception cref="SpinnakerTimeoutException">There was no reply.</exception>
    /// <exception cref="SpinnakerConnectionException">Nothing listens there, or the connection is closed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResponse> ExecuteAsync<TRequest, TResponse>(TRequest request, ChipLocation source, CancellationToken cancellationToken)
        where TRequest : IScpRequest<TResponse>
    {
        RequestTraits traits = RequestTraits.Of<TRequest, TResponse>(request);
        using Datagram reply = await SubmitAsync(Encode(request, source), traits, completeInline: false, cancellationToken).ConfigureAwait(false);
        return Decode<TRequest, TResponse>(request, reply);
    }

    /// <summary>Encodes a request, whose sequence number is filled in when it is sent.</summary>
    public Datagram Encode<TRequest>(in TRequest request, ChipLocation source)
        where TRequest : IScpRequest
    {
        Datagram datagram = (request.Data.IsEmpty ? _shortRequests : _datagrams).Rent();
        try
        {
            datagram.Length = ScpMessage.WriteDatagram(datagram.Buffer, request, sequence: 0, source);
            return datagram;
        }
        catch
        {
            datagram.Dispose();
            throw;
        }
    }

    /// <summary>Decodes a reply, or throws what is wrong with it.</summary>
    public TResponse Decode<TRequest, TResponse>(in TRequest request, Datagram datagram)
        where TRequest : IScpRequest<TResponse>
    {
        if (!ScpReply.TryParseDatagram(datagram.Span, out ScpReply reply, out PacketError error))
            throw new InvalidPacketException(error, Describe(request));

        if (!request.AcceptsResult(reply.Result))
        {
            throw new ScpResultException(
                $"{Describe(request)} was answered with {reply.Result} (0x{(int)reply.Result:X2}): {Explain(reply.Result)}",
                reply.Result, request.Command, request.Destination.Location);
        }

        if (request.TryParseResponse(reply, out TResponse response, out error))
            return response;

        string context = reply.Payload.IsEmpty
            ? $"{Describe(request)} was answered with OK but no data, as boards answer what they refuse; check its arguments"
            : Describe(request);
        throw new InvalidPacketException(error, context);
    }

    private static string Explain(ScpResult result) => result switch
    {
        ScpResult.BadLength => "the request was too short.",
        ScpResult.BadChecksum => "the data did not have the checksum it was sent with.",
        ScpResult.BadCommand => "this software does not know the command; compare its version.",
        ScpResult.BadArgument => "an argument is out of its range.",
        ScpResult.BadPort => "nothing serves that port.",
        ScpResult.Timeout => "a neighbouring chip or an application core did not answer.",
        ScpResult.NoRoute => "there is no such chip, or the machine is still finding its chips.",
        ScpResult.BadCore => "the chip has no such core.",
        ScpResult.DeadCore => "the core is dead.",
        ScpResult.NoBuffer => "the board had no free buffer.",
        ScpResult.P2PNoReply => "the chip does not answer; it may be dead.",
        ScpResult.P2PReject => "the chip refused the message.",
        ScpResult.P2PBusy => "the chip was busy with other messages.",
        ScpResult.P2PTimeout => "the chip stopped answering half-way.",
        ScpResult.PacketTransmit => "a packet could not be sent; is the link working?",
        _ => "this result is unknown.",
    };

    private string Describe<TRequest>(in TRequest request)
        where TRequest : IScpRequest
        => $"{request.Command}({request.Arguments.First:X}, {request.Arguments.Second:X}, {request.Arguments.Third:X} hex) to core {request.Destination.Location} through {_settings.Peer}";
}
