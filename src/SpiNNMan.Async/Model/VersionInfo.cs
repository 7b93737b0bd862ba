using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Model;

/// <summary>What software a core or a BMP runs, and where it is.</summary>
/// <param name="Name">The software, for instance <c>SC&amp;MP</c>, <c>SARK</c> or <c>BC&amp;MP</c>.</param>
/// <param name="Hardware">What it was built for, for instance <c>SpiNNaker</c> or <c>Spin5-BMP</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="VersionString">Its version as text, with whatever follows the three numbers.</param>
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

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The number of bytes <see cref="Write"/> writes.</summary>
    public int Size => TextOffset + s_utf8.GetByteCount(Name) + 1 + s_utf8.GetByteCount(Hardware) + 1 + s_utf8.GetByteCount(VersionString) + 1;

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
            error = PacketError.BadValue(nameof(VersionInfo), TextOffset, "the version should follow the name, and is not there");
            return false;
        }

        ReadOnlySpan<byte> names = number == VersionIsText ? text[..nul] : text;
        if (!TrySplitNames(names, out string name, out string hardware, out error))
            return false;

        SoftwareVersion parsed = new(number / 100, number % 100, 0);
        ReadOnlySpan<byte> versionText = number == VersionIsText ? text[(nul + 1)..] : text;
        if (!TryDecode(versionText, source.Length - 1 - versionText.Length, out string versionString, out error))
            return false;

        if (number == VersionIsText && !TryParseVersion(versionString, out parsed))
        {
            error = PacketError.BadValue(nameof(VersionInfo), TextOffset + nul + 1, $"the version is '{versionString}', it should start with three numbers");
            return false;
        }

        version = new VersionInfo(
            name,
            hardware,
            parsed,
            versionString,
            new CoreLocation(source[3], source[2], source[0]),
            source[1],
            BinaryPrimitives.ReadUInt16LittleEndian(source[4..]),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32LittleEndian(source[8..])));
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

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name} {VersionString} at {Hardware}:{Core} (built {BuildDate:yyyy-MM-dd HH:mm:ss}Z)");

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
        text = valid ? s_utf8.GetString(bytes) : "";
        error = valid ? default : PacketError.BadValue(nameof(VersionInfo), offset, "the text is not UTF-8");
        return valid;
    }

    private static bool TryParseVersion(string text, out SoftwareVersion version)
    {
        version = default;
        Span<int> numbers = stackalloc int[3];
        int at = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (i > 0 && (at >= text.Length || text[at++] != '.'))
                return false;

            int start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;

            if (!int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        version = new SoftwareVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }
}
