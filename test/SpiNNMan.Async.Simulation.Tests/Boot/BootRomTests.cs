using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Boot;

internal sealed class BootRomTests
{
    private const ushort BootPort = 54321;
    private const int Blocks = 8;

    private static readonly VirtualMachineOptions s_unbooted = new() { Booted = false };

    [Test]
    public void A_board_that_is_not_booted_says_nothing_to_commands()
    {
        using var bench = new BoardBench(options: s_unbooted);

        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Rom));
        Assert.That(bench.Send(Scp.Version()), Is.Empty);
    }

    [Test]
    public void An_image_boots_it_from_silence_over_no_address_to_its_own()
    {
        using var bench = new BoardBench(options: s_unbooted);
        SendImage(bench, MakeImage());

        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Initialising));
        Assert.That(bench.Send(Scp.Version()), Is.Empty, "silent at first");

        bench.Wait(TimeSpan.FromMilliseconds(60));
        Assert.That(Scp.Address(bench.Send(Scp.Version()).Single().Bytes), Is.EqualTo((255, 255)), "then without an address");
        Assert.That(Scp.Result(bench.Send(Scp.Version(1, 1)).Single().Bytes), Is.EqualTo(0x87), "other chips are out of reach");

        bench.Wait(TimeSpan.FromMilliseconds(240));
        Assert.That(Scp.Address(bench.Send(Scp.Version()).Single().Bytes), Is.EqualTo((0, 0)), "then ready");
        Assert.That(Scp.Address(bench.Send(Scp.Version(1, 1)).Single().Bytes), Is.EqualTo((1, 1)));
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Ready));
    }

    [Test]
    public void The_settings_in_the_image_become_system_variables()
    {
        using var bench = new BoardBench(options: s_unbooted);
        byte[] image = MakeImage();
        image[384 + 0x0A] = 5;
        image[384 + 0x43] = 3;
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(384 + 0x1C), 1_700_000_000);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(384 + 0x4C), 1 << 20);
        SendImage(bench, image);
        bench.Wait(TimeSpan.FromSeconds(2));

        byte[] sv = Scp.Payload(bench.Send(Scp.Read(0xF5007F00, 256, unit: 2)).Single().Bytes);
        Assert.That(sv[0x0A], Is.EqualTo(5));
        Assert.That(sv[0x43], Is.EqualTo(3));
        Assert.That(BitConverter.ToUInt32(sv, 0x1C), Is.EqualTo(1_700_000_002));
        Assert.That(BitConverter.ToUInt32(sv, 0x4C), Is.EqualTo(0x60640000));
    }

    [Test]
    public void A_lost_block_is_made_good_by_sending_everything_again()
    {
        using var bench = new BoardBench(options: s_unbooted);
        byte[] first = MakeImage(marker: 1);
        bench.Send(Start(Blocks), port: BootPort);
        for (int block = 0; block < Blocks; block++)
        {
            if (block != 3)
                bench.Send(Block(first, block), port: BootPort);
        }

        bench.Send(Control(), port: BootPort);
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Rom), "a block is missing");

        SendImage(bench, MakeImage(marker: 2));
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Initialising));
        bench.Wait(TimeSpan.FromSeconds(1));
        byte[] led = Scp.Payload(bench.Send(Scp.Read(0xF5007F34, 4, unit: 2)).Single().Bytes);
        Assert.That(led[0], Is.EqualTo(1), "blocks that had come are not taken a second time");
    }

    [Test]
    public void What_is_not_of_the_protocol_changes_nothing()
    {
        using var bench = new BoardBench(options: s_unbooted);
        byte[] wrongVersion = Start(Blocks);
        wrongVersion[1] = 2;
        foreach (byte[] datagram in new[] { [], new byte[17], wrongVersion, Control(), Block(MakeImage(), 0) })
            Assert.That(bench.Send(datagram, port: BootPort), Is.Empty);

        SendImage(bench, MakeImage());
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Initialising));
    }

    [Test]
    public void A_running_board_ignores_the_boot_port()
    {
        using var bench = new BoardBench();
        SendImage(bench, MakeImage());

        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Ready));
        Assert.That(Scp.Address(bench.Send(Scp.Version()).Single().Bytes), Is.EqualTo((0, 0)));
    }

    [TestCase(1485512614u, "3.1.0")]
    [TestCase(1654874479u, "3.4.2")]
    [TestCase(1700213748u, "4.0.0")]
    [TestCase(0u, "4.0.0")]
    public void The_version_is_known_by_the_build_date_in_the_image(uint buildDate, string version)
    {
        using var bench = new BoardBench(options: s_unbooted);
        byte[] image = MakeImage();
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(4110), buildDate);
        SendImage(bench, image);

        Assert.That(bench.Board.Firmware.ToString(), Is.EqualTo(version));
    }

    [TestCase("3.4.1", "3.4.1", 38, 0x83)]
    [TestCase("3.3.0", "3.3.0", 36, 0x83)]
    [TestCase("3.5.0", "3.5.0", 38, 0x84)]
    [TestCase("4.1.2", "4.1.2", 38, 0x80)]
    [TestCase("nothing", "4.0.0", 38, 0x80)]
    public void An_image_that_somebody_built_is_known_by_its_version(string text, string version, int infoLength, int copyRun)
    {
        using var bench = new BoardBench(options: s_unbooted);
        byte[] image = MakeImage();
        System.Text.Encoding.ASCII.GetBytes($"SC&MP/SpiNNaker\0{text}\0").CopyTo(image, 4200);
        "\x78\x56\x34\x12scamp-3\0"u8.CopyTo(image.AsSpan(4300));
        SendImage(bench, image);
        bench.Wait(TimeSpan.FromSeconds(1));

        byte[] reply = Scp.Payload(bench.Send(Scp.Version()).Single().Bytes);
        Assert.That(System.Text.Encoding.ASCII.GetString(reply[28..]), Is.EqualTo(version + "\0"));
        if (text is not "nothing")
            Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(reply.AsSpan(8)), Is.EqualTo(0x12345678));

        Assert.That(Scp.Payload(bench.Send(Scp.Request(31)).Single().Bytes), Has.Length.EqualTo(infoLength));
        Assert.That(Scp.Result(bench.Send(Scp.Request(21, second: 4, third: 1)).Single().Bytes), Is.EqualTo(copyRun));
    }

    [TestCase(BoardType.Spin3, 3.89)]
    [TestCase(BoardType.Spin5, 5.09)]
    public void Real_boards_take_longer_the_larger_they_are(BoardType board, double seconds)
    {
        using var bench = new BoardBench(LayerOptions.LayoutOf(board), s_unbooted with { BootTiming = BootTiming.Real });
        SendImage(bench, MakeImage());
        bench.Wait(TimeSpan.FromSeconds(seconds - 0.02));
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Initialising));
        bench.Wait(TimeSpan.FromSeconds(0.04));
        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Ready));
    }

    [Test]
    public void An_older_version_tells_what_it_refuses()
    {
        using var bench = new BoardBench(options: s_unbooted);
        byte[] image = MakeImage();
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(4110), 1485512614);
        SendImage(bench, image);
        bench.Wait(TimeSpan.FromSeconds(1));

        Assert.That(Scp.Result(bench.Send(Scp.Request(99)).Single().Bytes), Is.EqualTo(0x83));
        Assert.That(Scp.Payload(bench.Send(Scp.Request(31)).Single().Bytes), Has.Length.EqualTo(36));
    }

    [Test]
    public void A_board_announces_itself_until_it_is_booted()
    {
        var target = new IPEndPoint(IPAddress.Parse("127.1.2.3"), 1234);
        using var bench = new BoardBench(options: s_unbooted, announcementTargets: [target]);

        Assert.That(bench.Wait(TimeSpan.FromMilliseconds(4095)), Is.Empty);
        SentDatagram hello = bench.Wait(TimeSpan.FromMilliseconds(1)).Single();
        Assert.That(hello.Hex, Is.EqualTo("000100000041020100000000000043505453"));
        Assert.That((hello.FromPort, hello.Destination), Is.EqualTo((BootPort, target)));

        bench.Send(Start(Blocks), port: BootPort);
        SentDatagram next = bench.Wait(TimeSpan.FromMilliseconds(4096)).Single();
        Assert.That(next.Destination, Is.EqualTo(new IPEndPoint(BoardBench.Client.Address, 1234)), "from now on only to who boots it");

        SendImage(bench, MakeImage());
        Assert.That(bench.Wait(TimeSpan.FromMinutes(1)), Is.Empty);
    }

    private static void SendImage(BoardBench bench, byte[] image)
    {
        bench.Send(Start(Blocks), port: BootPort);
        for (int block = 0; block < Blocks; block++)
            bench.Send(Block(image, block), port: BootPort);
        bench.Send(Control(), port: BootPort);
    }

    private static byte[] MakeImage(byte marker = 0)
    {
        var image = new byte[Blocks * 1024];
        image[384 + 0x34] = marker;
        return image;
    }

    private static byte[] Start(int blocks) => Header(1, 0, (uint)(blocks - 1));

    private static byte[] Control() => Header(5, 1, 0);

    private static byte[] Block(byte[] image, int block)
    {
        var datagram = new byte[18 + 1024];
        Header(3, 0xFF00u | (uint)block, 0).CopyTo(datagram, 0);
        for (int i = 0; i < 1024; i += 4)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan((1024 * block) + i));
            BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(18 + i), word);
        }

        return datagram;
    }

    private static byte[] Header(uint operation, uint first, uint third)
    {
        var header = new byte[18];
        header[1] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(2), operation);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(6), first);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(14), third);
        return header;
    }
}
