using System.Buffers.Binary;
using System.Text;

namespace SpiNNMan.Async.Simulation.Tests.Support;

/// <summary>Images of applications, and what hosts do to start them and look at them.</summary>
internal static class Images
{
    public const uint Address = 0x67800000;
    public const uint Application = 30;
    public const uint BuildDate = 1700000000;

    private const uint Vcpu = 0xE5007000;
    private const int TextOffset = 32;

    /// <summary>An image with a name, as the tools put it, and other texts after it.</summary>
    public static byte[] Make(string name, string texts = "")
    {
        byte[] bytes = Encoding.Latin1.GetBytes($"{name}\0{texts}\0");
        int length = 4 + ((bytes.Length + 3) & ~3);
        var image = new byte[TextOffset + length];
        BinaryPrimitives.WriteUInt32LittleEndian(image, 2);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(8), TextOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(12), (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(16), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(TextOffset), BuildDate);
        bytes.CopyTo(image, TextOffset + 4);
        return image;
    }

    /// <summary>Loads an image on the first chip and starts it on cores.</summary>
    public static void Start(BoardBench bench, byte[] image, uint cores = 2, bool waits = false)
    {
        bench.Send(Scp.Request(3, first: Address, second: (uint)image.Length, third: 2, data: image));
        bench.Send(Scp.Request(19, first: (Application << 24) | (waits ? 1u << 18 : 0) | cores));
        bench.Wait(TimeSpan.FromMilliseconds(2));
    }

    public static void Signal(BoardBench bench, int signal)
    {
        bench.Send(Scp.Request(22, second: ((uint)signal << 16) | 0xFF00 | Application));
        bench.Wait(TimeSpan.FromMilliseconds(2));
    }

    /// <summary>The state of a core of the first chip, and the code it ended with.</summary>
    public static (int State, int Code) StateOf(BoardBench bench, int core = 1)
    {
        byte[] block = Read(bench, Vcpu + (128 * (uint)core) + 0x2C, 4);
        return (block[2], block[0]);
    }

    public static byte[] Read(BoardBench bench, uint address, uint length) => Scp.Payload(bench.Send(Scp.Read(address, length)).Single().Bytes);
}
