using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>The messages by which a boot ROM gets an image.</summary>
internal static class BootMessages
{
    /// <summary>Makes them.</summary>
    /// <param name="image">The image. If it is one of SC&amp;MP, it gets the settings of the board, as hosts put them in; any other stays as it is.</param>
    /// <param name="hardwareVersion">The kind of board.</param>
    /// <param name="led0">Where its lights are.</param>
    /// <param name="now">The time.</param>
    public static IEnumerable<byte[]> Of(ReadOnlySpan<byte> image, byte hardwareVersion, uint led0, DateTimeOffset now)
    {
        byte[] bytes = image.ToArray();
        if (BootImage.TryDescribe(bytes, out _) && bytes.Length >= BootBlock.ImageOffset + BootBlock.Size)
            BootBlock.MakeDefault(hardwareVersion, led0, now).CopyTo(bytes, BootBlock.ImageOffset);

        BootImage.SwapWords(bytes);
        return Messages(bytes);
    }

    private static IEnumerable<byte[]> Messages(byte[] bytes)
    {
        int blocks = (bytes.Length + BootMessage.MaxDataSize - 1) / BootMessage.MaxDataSize;
        yield return Write(new BootMessage(BootOpcode.FloodFillStart, 0, 0, (uint)(blocks - 1)));
        for (int block = 0; block < blocks; block++)
        {
            int at = block * BootMessage.MaxDataSize;
            yield return Write(new BootMessage(BootOpcode.FloodFillBlock, 0xFF00 | (uint)block, 0, 0, bytes.AsMemory(at, Math.Min(BootMessage.MaxDataSize, bytes.Length - at))));
        }

        yield return Write(new BootMessage(BootOpcode.FloodFillControl, BootImage.Execute));
    }

    private static byte[] Write(BootMessage message)
    {
        var bytes = new byte[message.Size];
        message.Write(bytes);
        return bytes;
    }
}
