using System.Buffers.Binary;

namespace SpiNNMan.Async.Cli.Benchmarking;

/// <summary>Test data: bytes that look random. The same number always gives the same bytes, so that what was written can be compared with what is read.</summary>
internal static class Pattern
{
    /// <summary>Fills memory with the bytes of a number.</summary>
    public static void Fill(Span<byte> destination, uint number)
    {
        uint state = (number * 0x9E3779B9) | 1;
        while (destination.Length >= sizeof(uint))
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            BinaryPrimitives.WriteUInt32LittleEndian(destination, state);
            destination = destination[sizeof(uint)..];
        }

        destination.Fill((byte)state);
    }

    /// <summary>Creates a block with the bytes of a number.</summary>
    public static byte[] Create(int length, uint number)
    {
        var block = new byte[length];
        Fill(block, number);
        return block;
    }
}
