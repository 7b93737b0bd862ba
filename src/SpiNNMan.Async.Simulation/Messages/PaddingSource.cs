using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>Fills the padding of datagrams that leave: on a board it is whatever was there before.</summary>
/// <param name="varies">Whether it does; otherwise it is zero.</param>
/// <param name="seed">What it is drawn from.</param>
/// <param name="address">The address that sends.</param>
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
