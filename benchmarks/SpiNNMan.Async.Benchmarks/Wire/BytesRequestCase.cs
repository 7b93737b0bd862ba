using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Benchmarks.Wire;

/// <summary>A request that is answered with bytes, which go where the caller wants them.</summary>
internal sealed class BytesRequestCase<TRequest>(TRequest request, byte[] reply) : WireCase
    where TRequest : struct, IScpBytesRequest
{
    public override int Write() => ScpMessage.WriteDatagram(Destination, request, sequence: 1, default);

    public override bool Read() => ScpReply.TryParseDatagram(reply, out ScpReply parsed, out _) && request.TryCopyResponse(parsed, Destination, out _);
}
