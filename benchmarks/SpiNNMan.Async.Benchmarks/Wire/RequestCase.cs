using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Benchmarks.Wire;

/// <summary>A request to a whole datagram, and the response out of the datagram that answers it.</summary>
internal sealed class RequestCase<TRequest, TResponse>(TRequest request, byte[] reply) : WireCase
    where TRequest : struct, IScpRequest<TResponse>
{
    public override int Write() => ScpMessage.WriteDatagram(Destination, request, sequence: 1, default);

    public override bool Read() =>
        ScpReply.TryParseDatagram(reply, out ScpReply parsed, out _) && request.AcceptsResult(parsed.Result) && request.TryParseResponse(parsed, out TResponse _, out _);
}
