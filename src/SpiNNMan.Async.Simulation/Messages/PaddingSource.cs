using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>Fills the padding of outgoing datagrams. On a board, the padding has the old bytes of the buffer.</summary>
/// <param name="varies">Whether the padding varies. Otherwise it is zero.</param>
/// <param name="seed">The seed of the padding.</param>
/// <param name="address">The address of the sender.</param>
internal sealed class PaddingSource(bool varies, ulong seed, uint address)
{
    private readonly Prng _random = new(Prng.Mix(seed ^ ((ulong)address << 16)));

    public void Fill(Span<byte> padding)
    {
        if (varies)
            BinaryPrimitives.WriteUInt16LittleEndian(padding, (ushort)_random.Next());
        else
            padding.Clear();
    }
}
