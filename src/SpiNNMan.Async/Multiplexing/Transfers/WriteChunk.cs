using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Memory;

namespace SpiNNMan.Async.Multiplexing.Transfers;

/// <summary>A block of memory of the caller to write.</summary>
internal readonly struct WriteChunk(CoreLocation core, uint address, ReadOnlyMemory<byte> data) : IChunk<WriteMemory, Acknowledgement>
{
    public int Length => data.Length;

    public WriteMemory Request(int offset, int size) => new(core, address + (uint)offset, data.Slice(offset, size));

    public bool TryTakeIn(int offset, int size, in ScpReply reply, out PacketError error)
    {
        error = default;
        return true;
    }
}
