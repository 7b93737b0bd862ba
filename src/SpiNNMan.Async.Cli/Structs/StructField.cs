using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Structs;

/// <summary>A field of a structure in the memory of a chip.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pack">The form in memory. C, v and V are numbers of 1, 2 and 4 bytes. The letters c, s and l are the same with a sign. Q is a number of 8 bytes, and A is text.</param>
/// <param name="Size">The bytes of one element.</param>
/// <param name="Offset">Where it stands.</param>
/// <param name="Count">How many elements it has.</param>
/// <param name="Meaning">The meaning, if it is known.</param>
internal sealed record StructField(string Name, char Pack, int Size, int Offset, int Count, string? Meaning = null)
{
    private const int MostShown = 16;

    /// <summary>Whether it only fills a gap.</summary>
    public bool IsPadding => Name.StartsWith("__PAD", StringComparison.Ordinal);

    /// <summary>All bytes of it.</summary>
    public int Length => Size * Count;

    /// <summary>The numbers in it; none if it is text.</summary>
    public IEnumerable<long> Numbers(ReadOnlyMemory<byte> structure) => Pack == 'A' ? [] : Enumerable.Range(0, Count).Select(index => NumberAt(structure.Span[(Offset + (index * Size))..]));

    /// <summary>The text in it; <see langword="null"/> if it is no text.</summary>
    public string? TextIn(ReadOnlyMemory<byte> structure)
    {
        if (Pack != 'A')
            return null;

        ReadOnlySpan<byte> bytes = structure.Span.Slice(Offset, Length);
        int end = bytes.IndexOf((byte)0);
        return PrintableText.OfLine(Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]));
    }

    /// <summary>The value, for people.</summary>
    public string Show(ReadOnlyMemory<byte> structure)
    {
        if (TextIn(structure) is { } text)
            return $"\"{text}\"";

        string numbers = string.Join(' ', Numbers(structure).Take(MostShown).Select(Show));
        return Count > MostShown ? $"{numbers} ..." : numbers;
    }

    private string Show(long number)
    {
        ulong bits = (ulong)number & (Size == sizeof(ulong) ? ulong.MaxValue : (1UL << (8 * Size)) - 1);
        string hex = "0x" + bits.ToString($"x{2 * Size}", CultureInfo.InvariantCulture);
        return Count > 1 ? hex : string.Create(CultureInfo.InvariantCulture, $"{hex} ({(Pack == 'Q' ? bits.ToString(CultureInfo.InvariantCulture) : number.ToString(CultureInfo.InvariantCulture))})");
    }

    private long NumberAt(ReadOnlySpan<byte> bytes) => Pack switch
    {
        'C' => bytes[0],
        'c' => (sbyte)bytes[0],
        'v' => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        's' => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        'V' => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        'l' => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };
}
