using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Requests;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>A block of memory to read into the caller's own.</summary>
internal readonly struct ReadChunk(CoreLocation core, uint address, Memory<byte> destination) : IChunk<ReadChunk.Piece>
{
    public int Length => destination.Length;

    public Piece Request(int offset, int size) => new(new ReadMemory(core, address + (uint)offset, size), destination.Slice(offset, size));

    /// <summary>A read whose reply is decoded by copying it to where it belongs.</summary>
    internal readonly struct Piece(ReadMemory read, Memory<byte> destination) : IScpRequest<int>
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
            if (!reply.HasPayload(response, nameof(ReadMemory), out error))
                return false;

            reply.Payload[..response].CopyTo(destination.Span);
            return true;
        }
    }
}
