using System.Buffers.Binary;

namespace SpiNNMan.Async.Cli;

/// <summary>Bytes that look random and are the same for the same number, to be written, read back and compared.</summary>
internal static class Pattern
{
    /// <summary>Fills memory with the pattern of a number.</summary>
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

    /// <summary>Makes a block with the pattern of a number.</summary>
    public static byte[] Create(int length, uint number)
    {
        var block = new byte[length];
        Fill(block, number);
        return block;
    }
}
