using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>A made-up boot image for simulated boards. It has the form of a real image, with random bytes in place of the program.</summary>
/// <remarks>A simulated board never executes an image; it looks for the version. A real board would hang with this image.
/// Protocol: virtual-machine.md, "Power and boot".</remarks>
public static class VirtualBootImage
{
    private const int Size = 29448;
    private const int NamesOffset = 8192;
    private const ulong NoiseSeed = 0x5370694E4E;

    /// <summary>The versions of SC&amp;MP for which an image can be made, newest first.</summary>
    public static IReadOnlyList<SoftwareVersion> Versions => [.. FirmwareProfile.All.Select(static profile => profile.Version)];

    /// <summary>Makes an image.</summary>
    /// <param name="version">The version of SC&amp;MP that boards run after it. The default is the newest.</param>
    /// <returns>The same bytes every time.</returns>
    /// <exception cref="InvalidParameterException">The version is not one of <see cref="Versions"/>.</exception>
    public static byte[] Create(SoftwareVersion? version = null)
    {
        FirmwareProfile profile = FirmwareProfile.All.FirstOrDefault(candidate => version is null || candidate.Version == version)
            ?? throw new InvalidParameterException(nameof(version), version, $"it must be one of {string.Join(", ", Versions)}");

        var image = new byte[Size];
        var noise = new Prng(NoiseSeed);
        for (int offset = 0; offset < image.Length; offset += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(offset), noise.Next());

        byte[] block = BootBlock.MakeDefault(hardwareVersion: 0, led0: 1, DateTimeOffset.UnixEpoch);
        block.CopyTo(image, BootBlock.ImageOffset);
        Span<byte> names = image.AsSpan(NamesOffset);
        names = Append(names, "SC&MP/SpiNNaker\0"u8);
        names = Append(names, profile.VersionText);
        BinaryPrimitives.WriteUInt32LittleEndian(names, profile.BuildDate);
        Append(names[sizeof(uint)..], "scamp-3\0"u8);
        return image;
    }

    private static Span<byte> Append(Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(destination);
        return destination[bytes.Length..];
    }
}
