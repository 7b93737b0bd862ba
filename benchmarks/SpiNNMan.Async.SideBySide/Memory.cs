using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace SpiNNMan.Async.SideBySide;

/// <summary>What the responder's boards hold: every word differs from every other of its board. <c>native/scp.h</c> says the same.</summary>
internal static class Memory
{
    /// <summary>The bytes that a request reads.</summary>
    public const int PieceSize = 256;

    private const uint Base = 0x6000_0000;
    private const uint Pieces = 0x0800_0000 / PieceSize;
    private static readonly Vector<uint> s_steps = Vector.CreateSequence(0u, unchecked(4 * 0x9E37_79B1u));

    /// <summary>The address of a piece; they begin again after 128 MiB.</summary>
    public static uint AddressOf(long piece) => Base + ((uint)(piece % Pieces) * PieceSize);

    /// <summary>How many of the words are not what that board holds from that address on.</summary>
    public static long Differences(ReadOnlySpan<byte> data, uint address, int board)
    {
        uint expected = WordAt(address, board);
        ReadOnlySpan<Vector<uint>> vectors = MemoryMarshal.Cast<byte, Vector<uint>>(data);
        uint step = (uint)Vector<uint>.Count * WordAt(4, 0);
        foreach (Vector<uint> vector in vectors)
        {
            if (vector != new Vector<uint>(expected) + s_steps)
                return CountDifferences(data, address, board);

            expected += step;
        }

        int compared = vectors.Length * Vector<byte>.Count;
        return CountDifferences(data[compared..], address + (uint)compared, board);
    }

    private static uint WordAt(uint address, int board) => (address * 0x9E37_79B1u) + ((uint)board * 0x85EB_CA6Bu);

    private static long CountDifferences(ReadOnlySpan<byte> data, uint address, int board)
    {
        long differences = 0;
        for (int offset = 0; offset < data.Length; offset += sizeof(uint))
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(data[offset..]) != WordAt(address + (uint)offset, board))
                differences++;
        }

        return differences;
    }
}
