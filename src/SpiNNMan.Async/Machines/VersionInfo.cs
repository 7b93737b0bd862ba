using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Machines;

/// <summary>The software of a core or a BMP, and its place.</summary>
/// <param name="Name">The software, for instance <c>SC&amp;MP</c>, <c>SARK</c> or <c>BC&amp;MP</c>.</param>
/// <param name="Hardware">The hardware that it was built for, for instance <c>SpiNNaker</c> or <c>Spin5-BMP</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="VersionString">Its version as text, with the text after the three numbers.</param>
/// <param name="Core">The core that answered; (255, 255) while a monitor is still starting. From a BMP, y is the frame and the core is the board.</param>
/// <param name="PhysicalCore">The physical number of that core; from a BMP, its position on the CAN bus.</param>
/// <param name="BufferSize">The most data the software takes in one command, in bytes: 256.</param>
/// <param name="BuildDate">When it was built.</param>
/// <remarks>
/// <code>
///  0  u8   core                   1  u8  physical core
///  2  u8   y                      3  u8  x
///  4  u16  buffer size
///  6  u16  100 * major + minor, or 0xFFFF when the text has the version
///  8  u32  build date, seconds since 1970
/// 12  ..   name/hardware NUL, and with 0xFFFF: version NUL
/// </code>
/// Protocol: scp.md, "Version".
/// </remarks>
public readonly record struct VersionInfo(
    string Name,
    string Hardware,
    SoftwareVersion Version,
    string VersionString,
    CoreLocation Core,
    byte PhysicalCore,
    ushort BufferSize,
    DateTimeOffset BuildDate)
{
    private const int TextOffset = 12;
    private const ushort VersionIsText = 0xFFFF;

    // Three numbers of at most ten digits, and two points.
    private const int MaxNumbersSize = 32;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The version as text. One that is just the three numbers is made when it is asked for, and follows <see cref="Version"/>.</summary>
    public string VersionString
    {
        get => OwnVersionString ?? Version.ToString();
        init => OwnVersionString = value;
    }

    /// <summary>The version as people write it: <see cref="VersionString"/> or, of software so old that it sends a number in its place, that number, as in 1.33.</summary>
    public string VersionText => string.Equals(OwnVersionString, $"{Name}/{Hardware}", StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"{Version.Major}.{Version.Minor:00}")
        : VersionString;

    /// <summary>The number of bytes <see cref="Write"/> writes.</summary>
    public int Size => TextOffset + s_utf8.GetByteCount(Name) + 1 + s_utf8.GetByteCount(Hardware) + 1 + s_utf8.GetByteCount(VersionString) + 1;

    // Null if the text is just the three numbers.
    private string? OwnVersionString { get; init; } = VersionString;

    /// <summary>Reads either form, to the end of <paramref name="source"/>; the last byte, which is the final NUL, is never looked at.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out VersionInfo version, out PacketError error)
    {
        version = default;
        if (source.Length < TextOffset)
        {
            error = PacketError.TooShort(nameof(VersionInfo), source.Length, TextOffset, source.Length);
            return false;
        }

        ReadOnlySpan<byte> text = source.Length > TextOffset ? source[TextOffset..^1] : default;
        ushort number = BinaryPrimitives.ReadUInt16LittleEndian(source[6..]);
        int nul = text.IndexOf((byte)0);
        if (number == VersionIsText && nul < 0)
        {
            error = PacketError.BadValue(nameof(VersionInfo), TextOffset, "the version is missing after the name");
            return false;
        }

        ReadOnlySpan<byte> names = number == VersionIsText ? text[..nul] : text;
        if (!TrySplitNames(names, out string name, out string hardware, out error))
            return false;

        if (number != VersionIsText)
        {
            version = Make(source, name, hardware, new SoftwareVersion(number / 100, number % 100, 0), FindKnown(text) ?? s_utf8.GetString(text));
            return true;
        }

        ReadOnlySpan<byte> versionText = text[(nul + 1)..];
        int versionOffset = TextOffset + nul + 1;
        if (!System.Text.Unicode.Utf8.IsValid(versionText))
        {
            error = PacketError.BadValue(nameof(VersionInfo), versionOffset, "the text is not UTF-8");
            return false;
        }

        if (!TryParseVersion(versionText, out SoftwareVersion parsed))
        {
            string shown = s_utf8.GetString(versionText);
            error = PacketError.BadValue(nameof(VersionInfo), versionOffset, $"the version is '{PrintableText.OfLine(shown)}', it should start with three numbers");
            return false;
        }

        version = Make(source, name, hardware, parsed, IsTextOf(parsed, versionText) ? null : s_utf8.GetString(versionText));
        return true;
    }

    /// <summary>Writes the form that software has sent since version 2, with the version as text.</summary>
    /// <returns>The number of bytes written, <see cref="Size"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public int Write(Span<byte> destination)
    {
        int size = Size;
        if (destination.Length < size)
            throw new ArgumentException($"The version takes {size} bytes, {destination.Length} are there.", nameof(destination));

        destination[0] = Core.Core;
        destination[1] = PhysicalCore;
        destination[2] = Core.Y;
        destination[3] = Core.X;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], BufferSize);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], VersionIsText);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], unchecked((uint)BuildDate.ToUnixTimeSeconds()));
        int at = TextOffset;
        at += s_utf8.GetBytes(Name, destination[at..]);
        destination[at++] = (byte)'/';
        at += s_utf8.GetBytes(Hardware, destination[at..]);
        destination[at++] = 0;
        at += s_utf8.GetBytes(VersionString, destination[at..]);
        destination[at] = 0;
        return size;
    }

    /// <summary>Whether every field is the same, the text of the version among them.</summary>
    public bool Equals(VersionInfo other) =>
        (Name, Hardware, Version, Core, PhysicalCore, BufferSize, BuildDate)
            == (other.Name, other.Hardware, other.Version, other.Core, other.PhysicalCore, other.BufferSize, other.BuildDate)
        && ((OwnVersionString is null && other.OwnVersionString is null) || string.Equals(VersionString, other.VersionString, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Hardware, Version, Core, PhysicalCore, BufferSize, BuildDate);

    /// <summary>All of it in one line, which is always printable.</summary>
    public override string ToString() => PrintableText.OfLine(
        string.Create(CultureInfo.InvariantCulture, $"{Name} {VersionText} at {Hardware}:{Core} (built {BuildDate:yyyy-MM-dd HH:mm:ss}Z)"));

    private static VersionInfo Make(ReadOnlySpan<byte> source, string name, string hardware, SoftwareVersion version, string? versionString) => new()
    {
        Name = name,
        Hardware = hardware,
        Version = version,
        OwnVersionString = versionString,
        Core = new CoreLocation(source[3], source[2], source[0]),
        PhysicalCore = source[1],
        BufferSize = BinaryPrimitives.ReadUInt16LittleEndian(source[4..]),
        BuildDate = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32LittleEndian(source[8..])),
    };

    private static bool TrySplitNames(ReadOnlySpan<byte> names, out string name, out string hardware, out PacketError error)
    {
        name = hardware = "";
        int slash = names.IndexOf((byte)'/');
        if (slash < 0 || slash != names.LastIndexOf((byte)'/'))
        {
            error = PacketError.BadValue(nameof(VersionInfo), TextOffset, "the text should be name/hardware, with one slash");
            return false;
        }

        return TryDecode(names[..slash], TextOffset, out name, out error)
            && TryDecode(names[(slash + 1)..], TextOffset + slash + 1, out hardware, out error);
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, int offset, out string text, out PacketError error)
    {
        bool valid = System.Text.Unicode.Utf8.IsValid(bytes);
        text = valid ? FindKnown(bytes) ?? s_utf8.GetString(bytes) : "";
        error = valid ? default : PacketError.BadValue(nameof(VersionInfo), offset, "the text is not UTF-8");
        return valid;
    }

    // The usual answer needs no text of its own.
    private static string? FindKnown(ReadOnlySpan<byte> bytes) =>
        bytes.SequenceEqual("SC&MP"u8) ? "SC&MP"
        : bytes.SequenceEqual("SpiNNaker"u8) ? "SpiNNaker"
        : bytes.SequenceEqual("SARK"u8) ? "SARK"
        : bytes.SequenceEqual("BC&MP"u8) ? "BC&MP"
        : bytes.SequenceEqual("Spin5-BMP"u8) ? "Spin5-BMP"
        : bytes.SequenceEqual("SC&MP/SpiNNaker"u8) ? "SC&MP/SpiNNaker"
        : null;

    private static bool TryParseVersion(ReadOnlySpan<byte> text, out SoftwareVersion version)
    {
        version = default;
        Span<int> numbers = stackalloc int[3];
        int at = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (i > 0 && (at >= text.Length || text[at++] != (byte)'.'))
                return false;

            int start = at;
            while (at < text.Length && char.IsAsciiDigit((char)text[at]))
                at++;

            if (!int.TryParse(text[start..at], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        version = new SoftwareVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    private static bool IsTextOf(SoftwareVersion version, ReadOnlySpan<byte> text)
    {
        Span<byte> usual = stackalloc byte[MaxNumbersSize];
        version.Major.TryFormat(usual, out int length, provider: CultureInfo.InvariantCulture);
        usual[length++] = (byte)'.';
        version.Minor.TryFormat(usual[length..], out int minor, provider: CultureInfo.InvariantCulture);
        length += minor;
        usual[length++] = (byte)'.';
        version.Patch.TryFormat(usual[length..], out int patch, provider: CultureInfo.InvariantCulture);
        return text.SequenceEqual(usual[..(length + patch)]);
    }
}
