using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Codec;

/// <summary>Encodes typed requests into pooled datagrams, and decodes replies into responses or errors.</summary>
/// <param name="datagrams">The buffers for requests with data.</param>
/// <param name="peer">The name of the board in errors.</param>
/// <param name="absence">The meaning of a missing route.</param>
internal sealed class RequestCodec(DatagramPool datagrams, string peer, string absence)
{
    private readonly DatagramPool _shortRequests = new(ScpMessage.OverheadSize);

    /// <summary>The number of rented buffers for requests without data. Most requests have none, and a thousand boards have many in flight.</summary>
    public int OutstandingBuffers => _shortRequests.Outstanding;

    /// <summary>Encodes a request. Its sequence number is filled in when it is sent.</summary>
    public Datagram Encode<TRequest>(in TRequest request, ChipLocation source)
        where TRequest : IScpRequest
    {
        Datagram datagram = (request.Data.IsEmpty ? _shortRequests : datagrams).Rent();
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

    /// <summary>Decodes a reply, or throws its error.</summary>
    /// <exception cref="ScpResultException">The board refused the request.</exception>
    /// <exception cref="InvalidPacketException">The reply cannot be read, or is too short.</exception>
    public TResponse Decode<TRequest, TResponse>(in TRequest request, Datagram datagram)
        where TRequest : IScpRequest<TResponse>
    {
        ScpReply reply = Accept<TRequest, TResponse>(request, datagram);
        return request.TryParseResponse(reply, out TResponse response, out PacketError error) ? response : throw Unreadable(request, reply, error);
    }

    /// <summary>Parses a reply, and throws if it is an error.</summary>
    /// <inheritdoc cref="Decode"/>
    public ScpReply Accept<TRequest, TResponse>(in TRequest request, Datagram datagram)
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

        return reply;
    }

    /// <summary>The error of a reply that lacks data.</summary>
    public InvalidPacketException Unreadable<TRequest>(in TRequest request, in ScpReply reply, in PacketError error)
        where TRequest : IScpRequest
    {
        string context = reply.Payload.IsEmpty
            ? $"{Describe(request)} was answered with OK but no data, which means that the board refused it; check its arguments"
            : Describe(request);
        return new InvalidPacketException(error, context);
    }

    private string Explain(ScpResult result) => result switch
    {
        ScpResult.BadLength => "the request was too short.",
        ScpResult.BadChecksum => "the checksum of the data was wrong.",
        ScpResult.BadCommand => "this software does not know the command; compare its version.",
        ScpResult.BadArgument => "an argument is out of its range.",
        ScpResult.BadPort => "nothing serves that port.",
        ScpResult.Timeout => "a neighbouring chip or an application core did not answer.",
        ScpResult.NoRoute => absence,
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
        => $"{request.Command}({request.Arguments.First:X}, {request.Arguments.Second:X}, {request.Arguments.Third:X} hex) to core {request.Destination.Location} through {peer}";
}
