using System.Buffers.Binary;

namespace SpiNNMan.Async.Simulation.Tests.Firmware;

/// <summary>What of a reply must be as a transcript says: everything but what is a machine's own.</summary>
/// <remarks>
/// A machine's own are, everywhere, the padding, the number of the transient tag, and the addresses in the header where the client gave none; besides that, what
/// <see cref="Blanks"/> names by command, and why.
/// </remarks>
internal static class TranscriptRules
{
    private const int PayloadOffset = 14;
    private const int NameOffset = 12;

    /// <summary>A reply with everything zeroed that may differ.</summary>
    public static string Comparable(byte[] reply, byte[] request, bool isBmp)
    {
        byte[] bytes = [.. reply];
        bytes.AsSpan(0, 2).Clear();
        if (isBmp)
            bytes.AsSpan(2, 8).Clear();
        else if (bytes[3] >= 8)
            bytes[3] = 8;

        // A board puts its own address for that of the sender; clients that do not know it yet say 255,255.
        if (request.AsSpan(8, 2).SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xFF]))
            bytes.AsSpan(6, 2).Clear();

        Span<byte> payload = bytes.AsSpan(Math.Min(PayloadOffset, bytes.Length));
        foreach ((int offset, int length, _) in Blanks(request, isBmp))
        {
            if (offset < payload.Length)
                payload.Slice(offset, Math.Min(length, payload.Length - offset)).Clear();
        }

        // Of a name and a version, the name.
        if (Command(request) == 0 && payload.Length > NameOffset)
            return Convert.ToHexStringLower(bytes[..(PayloadOffset + NameOffset + payload[NameOffset..].IndexOf((byte)'/'))]);

        return Convert.ToHexStringLower(bytes);
    }

    public static int Command(byte[] request) => BinaryPrimitives.ReadUInt16LittleEndian(request.AsSpan(10));

    public static uint Argument(byte[] request, int number) => BinaryPrimitives.ReadUInt32LittleEndian(request.AsSpan(PayloadOffset + (4 * number)));

    private static IEnumerable<(int Offset, int Length, string Why)> Blanks(byte[] request, bool isBmp)
    {
        switch (Command(request))
        {
            case 0 when isBmp:
                yield return (0, 4, "which frame and board it is, and which of its programs runs");
                yield return (8, 4, "when it was built");
                break;
            case 0:
                yield return (0, 2, "which core the monitor runs on");
                yield return (8, 4, "when it was built");
                break;
            case 31:
                yield return (1, 2, "links of a board on which all work, largest free block of routes");
                yield return (4, 8, "free memory, which depends on the settings of the boot");
                break;
            case 26 when ((Argument(request, 0) >> 16) & 0xFF) == 2 && (byte)Argument(request, 0) >= 8:
                yield return (0, 32, "the request's own transient tag is among them");
                break;
            case 26 when ((Argument(request, 0) >> 16) & 0xFF) == 2:
                yield return (4, 6, "hardware address");
                break;
            case 28 when (byte)Argument(request, 0) == 0:
                yield return (0, 4, "where the heap is, which depends on the settings of the boot; compared by distance");
                break;
        }
    }
}
