using System.Buffers.Binary;

namespace SpiNNMan.Async.Memory;

/// <summary>The checksum that chips make of data that they copy from their neighbours.</summary>
internal static class MemoryChecksum
{
    /// <summary>The sum of the words, modulo 2^32. An incomplete last word counts as if zeros followed.</summary>
    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        for (; data.Length >= sizeof(uint); data = data[sizeof(uint)..])
            sum += BinaryPrimitives.ReadUInt32LittleEndian(data);

        Span<byte> last = stackalloc byte[sizeof(uint)];
        last.Clear();
        data.CopyTo(last);
        return sum + BinaryPrimitives.ReadUInt32LittleEndian(last);
    }
}
