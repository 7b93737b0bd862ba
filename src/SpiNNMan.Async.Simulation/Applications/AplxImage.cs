using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>An application as it lies in memory: a table of what to copy where, then the bytes.</summary>
/// <remarks>Only its length and name are looked at; nothing of it is executed.</remarks>
internal static class AplxImage
{
    /// <summary>The most that the monitors keep room for.</summary>
    public const int MaxSize = 256 << 10;

    private const int EntrySize = 16;
    private const int MostEntries = 64;
    private const int LongestName = 15;
    private const uint RelativeCopy = 2;
    private const uint LastOperation = 4;

    // Programs were built between 2009 and 2100: that tells a build date from other words.
    private const uint FirstDate = 1230768000;
    private const uint LastDate = 4102444800;

    /// <summary>The program that waits on idle cores, with which the monitors leave the place for applications after booting.</summary>
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

    /// <summary>The name of the stub.</summary>
    public static ReadOnlySpan<byte> StubName => "sark"u8;

    /// <summary>Reads the image at an address; what is no image has no bytes.</summary>
    public static byte[] Read(ChipMemory memory, uint address)
    {
        int length = 0;
        Span<byte> entry = stackalloc byte[EntrySize];
        for (int i = 0; i < MostEntries; i++)
        {
            int offset = i * EntrySize;
            if (!memory.TryRead(0, address + (uint)offset, entry, AccessUnit.Word))
                return [];

            uint operation = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            if (operation is 0 or > LastOperation)
                break;

            length = Extend(length, offset, operation, entry);
        }

        var image = new byte[length];
        return memory.TryRead(0, address, image, AccessUnit.Byte) ? image : [];
    }

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

    /// <summary>Finds out what an image tells of its program.</summary>
    public static ImageFacts Describe(ReadOnlySpan<byte> image)
    {
        string name = FindName(image, out uint date);
        return new ImageFacts(name, date, FindLibrary(image), image.IndexOf("[api_"u8) >= 0, Checksum(image));
    }

    /// <summary>Adds an entry of the table, and what it copies if that lies in the image.</summary>
    private static int Extend(int length, int offset, uint operation, ReadOnlySpan<byte> entry)
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

    /// <summary>The name in an image: the text after the build date. Empty if there is none.</summary>
    private static string FindName(ReadOnlySpan<byte> image, out uint date)
    {
        for (int at = 0; at + (2 * sizeof(uint)) <= image.Length; at += sizeof(uint))
        {
            date = BinaryPrimitives.ReadUInt32LittleEndian(image[at..]);
            if (date is < FirstDate or > LastDate)
                continue;

            ReadOnlySpan<byte> name = image[(at + sizeof(uint))..];
            int length = name[..Math.Min(name.Length, LongestName + 1)].IndexOf((byte)0);
            if (length > 0 && !name[..length].ContainsAnyExceptInRange((byte)'!', (byte)'~') && char.IsAsciiLetter((char)name[0]))
                return Encoding.ASCII.GetString(name[..length]);
        }

        date = 0;
        return "";
    }

    /// <summary>The version of the support library, which stands after its name as major, minor and patch.</summary>
    private static SoftwareVersion? FindLibrary(ReadOnlySpan<byte> image)
    {
        ReadOnlySpan<byte> name = "SARK/SpiNNaker\0"u8;
        int at = image.IndexOf(name);
        if (at < 0)
            return null;

        ReadOnlySpan<byte> text = image[(at + name.Length)..];
        text = text[..Math.Min(text.Length, LongestName)];
        int end = text.IndexOf((byte)0);
        return end > 0 && Version.TryParse(Encoding.ASCII.GetString(text[..end]), out Version? version) && version.Build >= 0
            ? new SoftwareVersion(version.Major, version.Minor, version.Build)
            : null;
    }
}
