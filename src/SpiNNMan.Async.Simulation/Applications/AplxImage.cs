using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>An application image as it is in memory: first a table of the parts to copy, then the bytes.</summary>
internal static class AplxImage
{
    /// <summary>The largest image that the monitors have room for.</summary>
    public const int MaxSize = 256 << 10;

    /// <summary>The size of an entry of the table.</summary>
    public const int EntrySize = 16;

    /// <summary>The most entries that a table has.</summary>
    public const int MostEntries = 64;

    private const int LongestName = 15;
    private const uint RelativeCopy = 2;
    /// <summary>The last operation that an entry can have. A greater number, or 0, ends the table.</summary>
    public const uint LastOperation = 4;


    // Programs were built between 2009 and 2050. This tells a build date from other words, and from the jumps with which every program begins.
    private const uint FirstDate = 1230768000;
    private const uint LastDate = 2524608000;

    /// <summary>A program with a table of data compares the first word of the table with this number.</summary>
    private const uint DataTableMark = 0xAD130AD6;

    /// <summary>The program that waits on idle cores. The monitors leave it at the place for applications after booting.</summary>
    public static byte[] MakeStub(uint buildDate)
    {
        const int dataOffset = 2 * EntrySize;
        var image = new byte[dataOffset + EntrySize + EntrySize];
        BinaryPrimitives.WriteUInt32LittleEndian(image, RelativeCopy);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(8), dataOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(12), EntrySize + EntrySize);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(EntrySize), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(dataOffset), buildDate);
        StubName.CopyTo(image.AsSpan(dataOffset + sizeof(uint)));
        return image;
    }

    /// <summary>The name of the support library, which is in every image that was built with it. Its version follows.</summary>
    private static ReadOnlySpan<byte> LibraryName => "SARK/SpiNNaker\0"u8;

    /// <summary>The name of the stub.</summary>
    public static ReadOnlySpan<byte> StubName => "sark"u8;

    /// <summary>How many of the bytes of a file the table of an image names.</summary>
    public static int LengthOf(ReadOnlySpan<byte> image)
    {
        int length = 0;
        for (int offset = 0; offset < MostEntries * EntrySize && offset + EntrySize <= image.Length; offset += EntrySize)
        {
            uint operation = BinaryPrimitives.ReadUInt32LittleEndian(image[offset..]);
            if (operation is 0 or > LastOperation)
                break;

            length = Extend(length, offset, operation, image.Slice(offset, EntrySize));
        }

        return length;
    }

    /// <summary>Whether the table of an image says where to begin. A file without such a table is data.</summary>
    public static bool IsExecutable(ReadOnlySpan<byte> image)
    {
        for (int offset = 0; offset < MostEntries * EntrySize && offset + EntrySize <= image.Length; offset += EntrySize)
        {
            uint operation = BinaryPrimitives.ReadUInt32LittleEndian(image[offset..]);
            if (operation == (uint)AplxOperation.Execute)
                return true;
            if (operation is 0 or > LastOperation)
                break;
        }

        return false;
    }

    /// <summary>Reads the facts about the program from an image.</summary>
    public static ImageFacts Describe(ReadOnlySpan<byte> image)
    {
        string name = FindName(image, out uint date);
        return new ImageFacts(name, date, FindLibrary(image), image.IndexOf("[api_"u8) >= 0, Checksum(image)) { ReadsDataTable = Contains(image, DataTableMark) };
    }

    /// <summary>Adds an entry of the table, and the bytes that it copies, if they are in the image.</summary>
    public static int Extend(int length, int offset, uint operation, ReadOnlySpan<byte> entry)
    {
        long end = offset + EntrySize;
        if (operation == RelativeCopy)
            end = Math.Max(end, (long)offset + BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]) + BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]));

        return (int)Math.Min(Math.Max(length, end), MaxSize);
    }

    /// <summary>The sum of the words of an image.</summary>
    public static uint Checksum(ReadOnlySpan<byte> image)
    {
        uint sum = 0;
        for (; image.Length >= sizeof(uint); image = image[sizeof(uint)..])
            sum += BinaryPrimitives.ReadUInt32LittleEndian(image);

        return sum;
    }

    /// <summary>Whether a word is anywhere in an image, at any alignment.</summary>
    public static bool Contains(ReadOnlySpan<byte> image, uint word)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
        return image.IndexOf(bytes) >= 0;
    }

    /// <summary>The name in an image. It is directly before the name of the support library. Empty if there is none.</summary>
    private static string FindName(ReadOnlySpan<byte> image, out uint date)
    {
        if (image.IndexOf(LibraryName) < 0)
            return FindPlainName(image, out date);

        (string name, DateTimeOffset? built) = ApplicationImage.FindName(image);
        date = (uint)(built?.ToUnixTimeSeconds() ?? 0);
        return name;
    }

    private static bool IsDate(uint word, out uint date)
    {
        bool isDate = word is >= FirstDate and <= LastDate;
        date = isDate ? word : 0;
        return isDate;
    }

    /// <summary>The name in an image without the library, as images for virtual machines are made: the first text after a date.</summary>
    private static string FindPlainName(ReadOnlySpan<byte> image, out uint date)
    {
        for (int at = 0; at + (2 * sizeof(uint)) <= image.Length; at += sizeof(uint))
        {
            if (!IsDate(BinaryPrimitives.ReadUInt32LittleEndian(image[at..]), out date))
                continue;

            ReadOnlySpan<byte> name = image[(at + sizeof(uint))..];
            int length = name[..Math.Min(name.Length, LongestName + 1)].IndexOf((byte)0);
            if (length > 0 && !name[..length].ContainsAnyExceptInRange((byte)'!', (byte)'~') && char.IsAsciiLetter((char)name[0]))
                return Encoding.ASCII.GetString(name[..length]);
        }

        date = 0;
        return "";
    }

    /// <summary>The version of the support library. It follows the name as major, minor and patch.</summary>
    private static SoftwareVersion? FindLibrary(ReadOnlySpan<byte> image)
    {
        int at = image.IndexOf(LibraryName);
        if (at < 0)
            return null;

        ReadOnlySpan<byte> text = image[(at + LibraryName.Length)..];
        text = text[..Math.Min(text.Length, LongestName)];
        int end = text.IndexOf((byte)0);
        return end > 0 && Version.TryParse(Encoding.ASCII.GetString(text[..end]), out Version? version) && version.Build >= 0
            ? new SoftwareVersion(version.Major, version.Minor, version.Build)
            : null;
    }
}
