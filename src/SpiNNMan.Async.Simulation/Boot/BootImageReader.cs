using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Monitor;

namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>Finds out what a boot image is. It is never executed.</summary>
internal static class BootImageReader
{
    /// <summary>The version whose build date stands in the image; 4.0.0 if none does.</summary>
    public static FirmwareProfile Recognise(ReadOnlySpan<byte> image)
    {
        Span<byte> date = stackalloc byte[sizeof(uint)];
        foreach (FirmwareProfile profile in FirmwareProfile.All)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(date, profile.BuildDate);
            if (image.IndexOf(date) >= 0)
                return profile;
        }

        return FirmwareProfile.Scamp400;
    }

    /// <summary>The settings in the image, or <paramref name="otherwise"/> if it is too short to hold them.</summary>
    public static byte[] ReadBootBlock(ReadOnlySpan<byte> image, byte[] otherwise) =>
        image.Length >= BootBlock.ImageOffset + BootBlock.Size ? image.Slice(BootBlock.ImageOffset, BootBlock.Size).ToArray() : otherwise;
}
