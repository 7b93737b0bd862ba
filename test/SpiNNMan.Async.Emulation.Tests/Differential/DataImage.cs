using System.Runtime.InteropServices;

namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>What data memory has before a case: one of a few images, so that filling it is a copy.</summary>
internal static class DataImage
{
    private static readonly byte[][] s_images = [.. Enumerable.Range(0, 16).Select(Make)];

    public static ReadOnlySpan<byte> Of(MachineCase machineCase) => s_images[machineCase.DataSeed & 15];

    private static byte[] Make(int seed)
    {
        Xoshiro random = new((ulong)seed + 99);
        var image = new byte[MachineCase.DataSize];
        foreach (ref uint word in MemoryMarshal.Cast<byte, uint>(image.AsSpan()))
            word = random.OneIn(2) ? random.Next() : MachineCase.DataStart + 0x4000 + (random.Next() & 0x7ffc);
        return image;
    }
}
