using System.Buffers.Binary;
using System.Text;

namespace SpiNNMan.Async.Applications;

/// <summary>Finds the name and the build date of a program in the image of an application.</summary>
/// <remarks>
/// Both stand directly before the name of the support library. From its version 3.1 on they are date, name and a zero. Before, they are name, zeros up to a whole word, and date. Images without that library,
/// such as images for virtual machines, have them at the beginning of the first block that they copy. Other places are not searched: code has words that look like a date.
/// </remarks>
internal static class ApplicationNames
{
    private const int EntrySize = 16;
    private const uint RelativeCopy = 2;
    private const int LongestName = 15;

    // Programs were built between 2009 and 2089, so other words are no build dates. Instructions that are always executed are greater.
    private const uint FirstDate = 1230768000;
    private const uint LastDate = 0xDFFFFFFF;

    // Versions 3.1 and 4.0 of the library are from 2016 and 2023, and few programs are from after 2029. So the bytes of a date differ from the letters of the name after it.
    private const uint FirstDateOf3 = 1480000000;
    private const uint FirstDateOf4 = 1690000000;
    private const uint LikelyLastDate = 1893456000;

    private static ReadOnlySpan<byte> LibraryName => "SARK/SpiNNaker\0"u8;

    public static (string Name, DateTimeOffset? BuildDate) Find(ReadOnlySpan<byte> image)
    {
        int library = image.IndexOf(LibraryName);
        if (library < 0)
            return FindInFirstBlock(image);

        return image[..library] is [.., 0] ? FindAfterDate(image, library - 1) : FindBeforeDate(image[..library]);
    }

    /// <summary>The last bytes of a date are often letters too. So the name may begin at several places. A pointer of the program to the name decides. Without one, the place counts that follows a likely
    /// date for this version of the library.</summary>
    private static (string Name, DateTimeOffset? BuildDate) FindAfterDate(ReadOnlySpan<byte> image, int end)
    {
        int first = StartOfText(image[..end], LongestName + sizeof(uint));
        int found = -1;
        int likely = -1;
        uint firstDate = image[end..] is [0, .. var library] && library[LibraryName.Length..] is [>= (byte)'4', ..] ? FirstDateOf4 : FirstDateOf3;
        for (int start = Math.Max(first, end - LongestName); start < end && start <= first + sizeof(uint); start++)
        {
            if (!TryReadDate(image[..start], out uint date))
                continue;

            if (PointsTo(image, start))
                return Make(image[start..end], image[..start]);

            if (found < 0)
                found = start;

            if (likely < 0 && date >= firstDate && date <= LikelyLastDate)
                likely = start;
        }

        found = likely < 0 ? found : likely;
        return found < 0 ? ("", null) : Make(image[found..end], image[..found]);
    }

    private static (string Name, DateTimeOffset? BuildDate) FindBeforeDate(ReadOnlySpan<byte> before)
    {
        if (!TryReadDate(before, out _))
            return ("", null);

        ReadOnlySpan<byte> padded = before[..^sizeof(uint)];
        ReadOnlySpan<byte> ended = padded.TrimEnd((byte)0);
        ReadOnlySpan<byte> name = ended[StartOfText(ended, LongestName)..];
        return name.Length > 0 && padded.Length - ended.Length is >= 1 and <= sizeof(uint) ? Make(name, before) : ("", null);
    }

    private static (string Name, DateTimeOffset? BuildDate) FindInFirstBlock(ReadOnlySpan<byte> image)
    {
        if (!TryReadFirstBlock(image, out _, out int start) || start > image.Length - sizeof(uint) || !TryReadDate(image[..(start + sizeof(uint))], out _))
            return ("", null);

        ReadOnlySpan<byte> name = image[(start + sizeof(uint))..];
        int length = name[..Math.Min(name.Length, LongestName + 1)].IndexOf((byte)0);
        return length > 0 && StartOfText(name[..length], length) == 0 ? Make(name[..length], image[..(start + sizeof(uint))]) : ("", null);
    }

    private static (string Name, DateTimeOffset? BuildDate) Make(ReadOnlySpan<byte> name, ReadOnlySpan<byte> endingWithDate)
    {
        TryReadDate(endingWithDate, out uint date);
        return (Encoding.ASCII.GetString(name), DateTimeOffset.FromUnixTimeSeconds(date));
    }

    /// <summary>Where the text begins that some bytes end with, if it is at most so long.</summary>
    private static int StartOfText(ReadOnlySpan<byte> bytes, int longest)
    {
        int start = bytes.Length;
        while (start > 0 && bytes.Length - start < longest && bytes[start - 1] is >= (byte)'!' and <= (byte)'~')
            start--;

        return start;
    }

    /// <summary>Reads the date that some bytes end with.</summary>
    private static bool TryReadDate(ReadOnlySpan<byte> before, out uint date)
    {
        date = before.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(before[^sizeof(uint)..]);
        return date is >= FirstDate and <= LastDate;
    }

    /// <summary>Whether a word of the program is the address that a byte of it has when it runs.</summary>
    private static bool PointsTo(ReadOnlySpan<byte> image, int offset)
    {
        if (!TryReadFirstBlock(image, out uint address, out int start) || offset < start)
            return false;

        uint wanted = address + (uint)(offset - start);
        for (int at = start; at + sizeof(uint) <= image.Length; at += sizeof(uint))
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(image[at..]) == wanted)
                return true;
        }

        return false;
    }

    /// <summary>Where the first block that an image copies goes, and where it is in the image.</summary>
    private static bool TryReadFirstBlock(ReadOnlySpan<byte> image, out uint address, out int start)
    {
        address = 0;
        start = 0;
        if (image.Length < EntrySize || BinaryPrimitives.ReadUInt32LittleEndian(image) != RelativeCopy)
            return false;

        address = BinaryPrimitives.ReadUInt32LittleEndian(image[sizeof(uint)..]);
        start = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(image[(2 * sizeof(uint))..]), (uint)image.Length);
        return true;
    }
}
