using System.Text.Json.Nodes;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Scp;

/// <summary>A request of some type, made from a record, and what the vectors say about its response.</summary>
internal abstract class ScpCase
{
    public abstract ScpCommand Command { get; }

    public abstract ScpArguments Arguments { get; }

    public abstract byte[] ToDatagram(ushort sequence, ChipLocation source);

    public abstract bool AcceptsResult(ScpResult result);

    /// <summary>Decodes a reply into the fields the vectors name.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="payloadOffset">Where its payload stands in the record's bytes.</param>
    /// <exception cref="InvalidPacketException">It cannot be decoded.</exception>
    public abstract JsonObject Decode(in ScpReply reply, int payloadOffset);

    /// <summary>A request whose response has nothing in it.</summary>
    public static ScpCase Of<TRequest>(TRequest request)
        where TRequest : struct, IScpRequest<Acknowledgement>
        => Of(request, static (Acknowledgement _) => []);

    /// <summary>A request and the fields of its response.</summary>
    public static ScpCase Of<TRequest, TResponse>(TRequest request, Func<TResponse, JsonObject> decoded)
        where TRequest : struct, IScpRequest<TResponse>
        => new Typed<TRequest, TResponse>(request, (response, _) => decoded(response));

    /// <summary>A request for bytes, which the vectors describe by where they stand.</summary>
    public static ScpCase OfBytes<TRequest>(TRequest request)
        where TRequest : struct, IScpRequest<byte[]>
        => new Typed<TRequest, byte[]>(request, static (response, payloadOffset) => new JsonObject
        {
            ["offset"] = payloadOffset,
            ["length"] = response.Length,
            ["data"] = new JsonObject { ["hex"] = Convert.ToHexStringLower(response) },
        });

    private sealed class Typed<TRequest, TResponse>(TRequest request, Func<TResponse, int, JsonObject> decoded) : ScpCase
        where TRequest : struct, IScpRequest<TResponse>
    {
        public override ScpCommand Command => request.Command;

        public override ScpArguments Arguments => request.Arguments;

        public override byte[] ToDatagram(ushort sequence, ChipLocation source)
        {
            var datagram = new byte[ScpMessage.GetDatagramSize(request)];
            ScpMessage.WriteDatagram(datagram, request, sequence, source);
            return datagram;
        }

        public override bool AcceptsResult(ScpResult result) => request.AcceptsResult(result);

        public override JsonObject Decode(in ScpReply reply, int payloadOffset) =>
            request.TryParseResponse(reply, out TResponse response, out PacketError error)
                ? decoded(response, payloadOffset)
                : throw new InvalidPacketException(error);
    }
}
