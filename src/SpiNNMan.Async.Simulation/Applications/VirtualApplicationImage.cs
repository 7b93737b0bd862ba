using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Makes APLX images by name, for virtual machines only. They contain no code; a program acts them.</summary>
/// <example><code>
/// byte[] hello = VirtualApplicationImage.Create("hello");   // acted by HelloApplication
/// </code></example>
/// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
public static class VirtualApplicationImage
{
    /// <summary>The smallest size: a table of one entry, a date and a name.</summary>
    public const int MinSize = 64;

    private const int EntrySize = 16;
    private const int DataOffset = 2 * EntrySize;
    private const int LongestName = 15;
    private const uint RelativeCopy = 2;
    private const uint BuildDate = 1700000000;

    /// <summary>Makes an image.</summary>
    /// <param name="name">The name of the image, by which <see cref="ApplicationRule"/> finds the program: 1 to 15 letters, digits and signs.</param>
    /// <param name="size">The size in bytes, 64 to 262,144, a multiple of 4. The rest of the image is filled with numbers.</param>
    /// <exception cref="InvalidParameterException">The name or the size is out of range.</exception>
    public static byte[] Create(string name, int size = 1024)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > LongestName || !char.IsAsciiLetter(name[0]) || name.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new InvalidParameterException(nameof(name), name, $"it must be a letter and up to {LongestName - 1} letters, digits and signs after it");

        InvalidParameterException.ThrowIfOutside(size, MinSize, AplxImage.MaxSize, nameof(size));
        if (size % sizeof(uint) != 0)
            throw new InvalidParameterException(nameof(size), size, "it must be a multiple of 4");

        var image = new byte[size];
        BinaryPrimitives.WriteUInt32LittleEndian(image, RelativeCopy);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(8), DataOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(12), (uint)(size - DataOffset));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(EntrySize), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(DataOffset), BuildDate);
        Encoding.ASCII.GetBytes(name, image.AsSpan(DataOffset + sizeof(uint)));
        for (int at = MinSize; at < size; at += sizeof(uint))
            BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(at), at * 0x01000193);

        return image;
    }
}
