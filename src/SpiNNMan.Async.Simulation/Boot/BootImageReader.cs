using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>Finds the version and the settings in a boot image. The image is never executed.</summary>
internal static class BootImageReader
{
    private const int LongestVersion = 16;

    /// <summary>Finds the version by the build date in the image. Without that date, it is the version nearest to the one that the image names, or 4.0.0 if it names none.</summary>
    public static FirmwareProfile Recognise(ReadOnlySpan<byte> image)
    {
        Span<byte> date = stackalloc byte[sizeof(uint)];
        foreach (FirmwareProfile profile in FirmwareProfile.All)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(date, profile.BuildDate);
            if (image.IndexOf(date) >= 0)
                return profile;
        }

        return FindVersion(image) is { } version ? FirmwareProfile.Nearest(version, FindBuildDate(image)) : FirmwareProfile.Scamp400;
    }

    /// <summary>The settings in the image, or <paramref name="otherwise"/> if it is too short to hold them.</summary>
    public static byte[] ReadBootBlock(ReadOnlySpan<byte> image, byte[] otherwise) =>
        image.Length >= BootBlock.ImageOffset + BootBlock.Size ? image.Slice(BootBlock.ImageOffset, BootBlock.Size).ToArray() : otherwise;

    /// <summary>The text after the name of the software.</summary>
    private static SoftwareVersion? FindVersion(ReadOnlySpan<byte> image)
    {
        ReadOnlySpan<byte> name = "SC&MP/SpiNNaker\0"u8;
        int at = image.IndexOf(name);
        if (at < 0)
            return null;

        ReadOnlySpan<byte> text = image[(at + name.Length)..];
        int end = text[..Math.Min(text.Length, LongestVersion)].IndexOf((byte)0);
        return end > 0 && Version.TryParse(Encoding.ASCII.GetString(text[..end]), out Version? version) && version is { Build: >= 0 and <= byte.MaxValue, Minor: <= byte.MaxValue, Major: <= byte.MaxValue }
            ? new SoftwareVersion(version.Major, version.Minor, version.Build)
            : null;
    }

    /// <summary>The word before the name of the program.</summary>
    private static uint FindBuildDate(ReadOnlySpan<byte> image)
    {
        int at = image.IndexOf("scamp-3\0"u8);
        return at >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(image[(at - sizeof(uint))..]) : 0;
    }
}
