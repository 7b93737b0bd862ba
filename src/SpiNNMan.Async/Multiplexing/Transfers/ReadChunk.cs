using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>A block of memory to read into the memory of the caller.</summary>
internal readonly struct ReadChunk(CoreLocation core, uint address, Memory<byte> destination) : IChunk<ReadMemory, byte[]>
{
    public int Length => destination.Length;

    public ReadMemory Request(int offset, int size) => new(core, address + (uint)offset, size);

    public bool TryTakeIn(int offset, int size, in ScpReply reply, out PacketError error)
    {
        if (!reply.HasPayload(size, nameof(ReadMemory), out error))
            return false;

        reply.Payload[..size].CopyTo(destination.Span[offset..]);
        return true;
    }
}
