using System.Buffers.Binary;

namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>The 128 bytes of settings that a host puts into the boot image. They become the first half of the system variables.</summary>
internal static class BootBlock
{
    public const int Size = 128;

    /// <summary>The description of the lights in an image that no host has changed.</summary>
    public const uint DeliveredLed = 1;

    public const int ImageOffset = 384;

    public const int UnixTime = 0x1C;
    public const int HardwareVersion = 0x0A;
    public const int Led0 = 0x30;
    public const int RootChip = 0x40;
    public const int SoftWatchdog = 0x43;
    public const int SdramHeapWords = 0x4C;
    public const int BootSignature = 0x5C;

    /// <summary>The settings of a board that starts booted. They are those of the usual host software, which gives all SDRAM to applications.</summary>
    public static byte[] MakeDefault(byte hardwareVersion, uint led0, DateTimeOffset now)
    {
        var block = new byte[Size];
        block[HardwareVersion] = hardwareVersion;
        block[0x0C] = 4;
        block[0x0D] = 4;
        block[0x0E] = 0x33;
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(0x24), 200);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(0x26), 130);
        block[0x28] = 0x3F;
        block[0x2A] = 200;
        block[0x2B] = 1;
        block[0x2C] = 50;
        block[RootChip] = 1;
        block[0x41] = 7;
        block[0x42] = 20;
        block[0x65] = 0x3F;
        Word(block, UnixTime, (uint)now.ToUnixTimeSeconds());
        Word(block, BootSignature, (uint)now.ToUnixTimeSeconds());
        Word(block, Led0, led0);
        Word(block, 0x48, 1024);
        Word(block, SdramHeapWords, 0);
        Word(block, 0x50, 16384);
        Word(block, 0x54, 8 << 20);
        Word(block, 0x58, 32768);
        return block;
    }

    /// <summary>Sets the values with which the images are delivered: less memory for the heap, and a watchdog.</summary>
    public static void SetDelivered(Span<byte> block)
    {
        block[SoftWatchdog] = 3;
        BinaryPrimitives.WriteUInt32LittleEndian(block[SdramHeapWords..], 1 << 20);
    }

    /// <summary>Sets the shorter waits of 2017.</summary>
    public static void SetOldDefaults(Span<byte> block)
    {
        block[0x2A] = 100;
        block[0x42] = 10;
    }

    private static void Word(byte[] block, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(block.AsSpan(offset), value);
}
