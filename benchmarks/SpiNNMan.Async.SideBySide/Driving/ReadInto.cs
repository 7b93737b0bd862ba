using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>A read of one piece whose reply goes straight into the caller's memory: a request type of one's own, as any user may write it.</summary>
internal readonly struct ReadInto(ReadMemory read, Memory<byte> destination) : IScpRequest<int>
{
    public ScpCommand Command => read.Command;

    public SdpEndpoint Destination => read.Destination;

    public ScpArguments Arguments => read.Arguments;

    public ReadOnlySpan<byte> Data => default;

    public Repeatability Repeatability => Repeatability.Repeatable;

    public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    public bool TryParseResponse(in ScpReply reply, out int response, out PacketError error)
    {
        response = destination.Length;
        if (!reply.HasPayload(response, nameof(ReadInto), out error))
            return false;

        reply.Payload[..response].CopyTo(destination.Span);
        return true;
    }
}
