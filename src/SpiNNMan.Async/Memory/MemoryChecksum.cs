using System.Buffers.Binary;

namespace SpiNNMan.Async.Memory;

/// <summary>The sum that chips make of what they copy from their neighbours.</summary>
internal static class MemoryChecksum
{
    /// <summary>The sum of the words, modulo 2^32; a last one that is not whole counts as if zeros followed.</summary>
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
