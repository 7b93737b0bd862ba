using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>Fills the padding of datagrams that leave: on a board it is whatever was there before.</summary>
internal sealed class PaddingSource(VirtualMachineOptions options, uint address)
{
    private readonly Prng _random = new(Prng.Mix(options.Seed ^ ((ulong)address << 16)));

    public void Fill(Span<byte> padding)
    {
        if (options.VariesPadding)
            BinaryPrimitives.WriteUInt16LittleEndian(padding, (ushort)_random.Next());
        else
            padding.Clear();
    }
}
