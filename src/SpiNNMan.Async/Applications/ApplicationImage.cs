using System.Buffers.Binary;
using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Applications;

/// <summary>An application as the tools make it, an APLX file: a table of copies, then the bytes.</summary>
/// <example><code>
/// var image = new ApplicationImage(await File.ReadAllBytesAsync("my_app.aplx"));
/// </code></example>
/// <remarks>Safe for use by several threads. Protocol: models.md, "Images of applications".</remarks>
public sealed class ApplicationImage
{
    /// <summary>The most bytes that monitors keep room for: 256 KiB.</summary>
    public const int MaxSize = 256 << 10;

    private const int EntrySize = 16;
    private const uint LastOperation = 4;

    /// <summary>Makes an image of the content of an APLX file, which is copied and filled up with zeros to a whole number of words.</summary>
    /// <param name="content">The bytes, 16 to 262,144.</param>
    /// <exception cref="InvalidParameterException">There are too few or too many bytes, or they are no APLX: an ELF file, say.</exception>
    public ApplicationImage(ReadOnlySpan<byte> content)
        : this(content, isChecked: true)
    {
    }

    private ApplicationImage(ReadOnlySpan<byte> content, bool isChecked)
    {
        InvalidParameterException.ThrowIfOutside(content.Length, isChecked ? EntrySize : 1, MaxSize, nameof(content));
        if (isChecked)
            CheckForm(content);

        Length = content.Length;
        var data = new byte[(content.Length + 3) & ~3];
        content.CopyTo(data);
        Data = data;
        (Name, BuildDate) = FindName(data);
        for (int at = 0; at < data.Length; at += sizeof(uint))
            Checksum += BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at));
    }

    /// <summary>The bytes, a whole number of words.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>How many bytes it had when it was given.</summary>
    public int Length { get; }

    /// <summary>The sum of its words, modulo 2^32.</summary>
    public uint Checksum { get; }

    /// <summary>The name that the tools gave it, at most 15 characters. Cores that run it show this name. It is empty if there is none.</summary>
    public string Name { get; }

    /// <summary>When it was built; <see langword="null"/> if it does not say.</summary>
    public DateTimeOffset? BuildDate { get; }

    /// <summary>Makes an image of bytes of any kind, without looking whether they are an APLX.</summary>
    /// <param name="content">The bytes, 1 to 262,144.</param>
    /// <exception cref="InvalidParameterException">There are too few or too many bytes.</exception>
    public static ApplicationImage Unchecked(ReadOnlySpan<byte> content) => new(content, isChecked: false);

    /// <summary>Its name and size.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Name.Length > 0 ? PrintableText.OfLine(Name) : "an application without a name")} of {Length} bytes");

    private static void CheckForm(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("\u007FELF"u8))
            throw new InvalidParameterException(nameof(content), "an ELF file", "boards take the .aplx file that is made from it");

        uint operation = BinaryPrimitives.ReadUInt32LittleEndian(content);
        if (operation is 0 or > LastOperation)
            throw new InvalidParameterException(nameof(content), $"0x{operation:X8} as its first word", "an APLX file begins with an operation, 1 to 4");
    }

    /// <summary>Finds the name of a program and when it was built, in an image of it.</summary>
    /// <param name="image">The bytes, as they are in the file or in the memory of a chip.</param>
    /// <returns>An empty name and no date if it does not say.</returns>
    /// <remarks>Protocol: models.md, "Images of applications".</remarks>
    public static (string Name, DateTimeOffset? BuildDate) FindName(ReadOnlySpan<byte> image) => ApplicationNames.Find(image);
}
