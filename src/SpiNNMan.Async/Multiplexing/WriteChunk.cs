using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Requests;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>A block of the caller's memory to write.</summary>
internal readonly struct WriteChunk(CoreLocation core, uint address, ReadOnlyMemory<byte> data) : IChunk<WriteChunk.Piece>
{
    public int Length => data.Length;

    public Piece Request(int offset, int size) => new(new WriteMemory(core, address + (uint)offset, data.Slice(offset, size)), size);

    /// <summary>A write whose reply counts the bytes written.</summary>
    internal readonly struct Piece(WriteMemory write, int size) : IScpRequest<int>
    {
        public ScpCommand Command => write.Command;

        public SdpEndpoint Destination => write.Destination;

        public ScpArguments Arguments => write.Arguments;

        public ReadOnlySpan<byte> Data => write.Data;

        public Repeatability Repeatability => Repeatability.Repeatable;

        public TimeoutClass TimeoutClass => TimeoutClass.Prompt;

        public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

        public bool TryParseResponse(in ScpReply reply, out int response, out PacketError error)
        {
            response = size;
            error = default;
            return true;
        }
    }
}
