using System.Buffers.Binary;

namespace SpiNNMan.Async.Simulation.Tests.EndToEnd;

/// <summary>What a host sends to boards to boot them and to run on them, put together byte by byte.</summary>
internal static class RawImages
{
    private const int BlockSize = 1024;
    private const int ImageSize = 29868;

    /// <summary>The datagrams that boot a board: START, 30 blocks, CONTROL.</summary>
    public static IReadOnlyList<byte[]> BootDatagrams()
    {
        byte[] image = BootImage();
        int blocks = (image.Length + BlockSize - 1) / BlockSize;
        var datagrams = new List<byte[]> { BootDatagram(1, 0, (uint)(blocks - 1), []) };
        for (int block = 0; block < blocks; block++)
            datagrams.Add(BootDatagram(3, 0xFF00 | (uint)block, 0, image.AsSpan(block * BlockSize, Math.Min(BlockSize, image.Length - (block * BlockSize)))));

        datagrams.Add(BootDatagram(5, 1, 0, []));
        return datagrams;
    }

    /// <summary>A program as the tools build it: a table that copies the rest to where it runs, vectors, a build date, a name, and the library.</summary>
    public static byte[] Application(string name)
    {
        const int size = 600;
        var image = new byte[size];
        RawHost.Words(2, 0x00000000, 32, size - 32, 0xFFFFFFFF, 0, 0, 0).CopyTo(image, 0);
        for (int at = 32; at < size; at++)
            image[at] = (byte)(at * 7);

        // The vectors come first: eight jumps, and where the first leads.
        RawHost.Words([.. Enumerable.Repeat(0xE59FF018u, 8), 0x78]).CopyTo(image, 32);
        RawHost.Words(1_700_300_000).CopyTo(image, 257);
        System.Text.Encoding.ASCII.GetBytes(name + "\0SARK/SpiNNaker\0" + "4.0.0\0").CopyTo(image, 261);
        return image;
    }

    private static byte[] BootImage()
    {
        var image = new byte[ImageSize];
        Span<byte> settings = image.AsSpan(384, 128);
        settings[0x0A] = 5;                                                   // hw_ver
        settings[0x0E] = 0x33;                                                // clk_div
        BinaryPrimitives.WriteUInt16LittleEndian(settings[0x24..], 200);      // cpu_clk
        BinaryPrimitives.WriteUInt16LittleEndian(settings[0x26..], 130);      // mem_clk
        settings[0x28] = 0x3F;                                                // forward
        settings[0x2A] = 200;                                                 // peek_time
        settings[0x2C] = 50;                                                  // netinit_bc_wait
        BinaryPrimitives.WriteUInt32LittleEndian(settings[0x1C..], 1_700_300_000); // unix_time
        BinaryPrimitives.WriteUInt32LittleEndian(settings[0x30..], 1);        // led0
        settings[0x40] = 1;                                                   // root_chip
        settings[0x41] = 7;                                                   // num_buf
        settings[0x42] = 20;                                                  // boot_delay
        BinaryPrimitives.WriteUInt32LittleEndian(settings[0x48..], 1024);     // sysram_heap
        BinaryPrimitives.WriteUInt32LittleEndian(settings[0x50..], 16384);    // iobuf_size
        BinaryPrimitives.WriteUInt32LittleEndian(settings[0x54..], 8 << 20);  // sys_bufs
        BinaryPrimitives.WriteUInt32LittleEndian(settings[0x58..], 32768);    // sysbuf_size
        settings[0x65] = 0x3F;                                                // link_en
        "SC&MP/SpiNNaker\04.0.0\0"u8.CopyTo(image.AsSpan(5000));
        RawHost.Words(1_700_213_748).CopyTo(image, 6000);
        "scamp-3\0"u8.CopyTo(image.AsSpan(6004));
        return image;
    }

    /// <summary>All words big-endian, those of the image turned round.</summary>
    private static byte[] BootDatagram(uint opcode, uint first, uint third, ReadOnlySpan<byte> data)
    {
        var datagram = new byte[18 + data.Length];
        datagram[1] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(2), opcode);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(6), first);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(14), third);
        for (int at = 0; at < data.Length; at++)
            datagram[18 + (at ^ 3)] = data[at];

        return datagram;
    }
}
