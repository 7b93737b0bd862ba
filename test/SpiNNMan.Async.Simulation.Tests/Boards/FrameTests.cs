using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;
using static SpiNNMan.Async.Simulation.Tests.Support.TestMachines;

namespace SpiNNMan.Async.Simulation.Tests.Boards;

/// <summary>The BMPs of a frame: each at its own address, each for all of them.</summary>
internal sealed class FrameTests
{
    private const int FpgaRead = 17;
    private const int FpgaWrite = 18;
    private const int Tag = 26;
    private const int Power = 57;

    [Test]
    public async Task Every_board_has_a_BMP_at_the_address_before_its_own()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1));

        Assert.That(machine.Boards.Select(board => board.Bmp!.EndPoint.ToString()), Is.EqualTo(new[] { "127.0.240.8:17893", "127.0.240.16:17893", "127.0.240.24:17893" }));
        await using IDatagramSocket client = Connect(machine, machine.Boards[2].Bmp!.EndPoint);
        for (int board = 0; board < 3; board++)
        {
            byte[] reply = await AskAsync(client, Scp.Request(0, core: board));
            Assert.That(reply[14], Is.EqualTo(board), "the board that was asked answers");
            Assert.That(reply[4], Is.EqualTo(0xE0 | 2), "by way of the one that hosts talk to");
        }

        Assert.That(Scp.Result(await AskAsync(client, Scp.Request(0, core: 3))), Is.EqualTo(0x87));
    }

    [Test]
    public async Task Any_BMP_switches_any_board_of_its_frame()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1));
        await using IDatagramSocket client = Connect(machine, machine.Boards[1].Bmp!.EndPoint);
        await AskAsync(client, Scp.Request(Power, second: 0b100));

        Assert.That(machine.Boards.Select(board => board.State), Is.EqualTo(new[] { BoardState.Ready, BoardState.Ready, BoardState.Off }));
    }

    [Test]
    public async Task An_order_to_switch_off_undoes_one_to_switch_on_that_is_still_to_be_done()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1), time);
        await using IDatagramSocket client = Connect(machine, machine.Bmp.EndPoint);
        client.Send(Scp.Request(Power, first: (1000u << 16) | 1, second: 0b110));
        await UntilAsync(() => machine.Bmp.Statistics.Received == 1);

        // The one that was asked is busy with it.
        await using IDatagramSocket other = Connect(machine, machine.Boards[1].Bmp!.EndPoint);
        await AskAsync(other, Scp.Request(Power, second: 0b010));
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(machine.Boards.Select(board => board.State), Is.EqualTo(new[] { BoardState.Ready, BoardState.Off, BoardState.Rom }));
    }

    [Test]
    public async Task Power_on_is_answered_when_every_board_of_the_order_has_loaded_its_FPGAs()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1), time, booted: false);
        await using IDatagramSocket client = Connect(machine, machine.Bmp.EndPoint);
        await AskAsync(client, Scp.Request(Power, second: 0b110));
        client.Send(Scp.Request(Power, first: (10u << 16) | 1, second: 0b110));
        await UntilAsync(() => machine.Bmp.Statistics.Received == 2);
        time.Advance(TimeSpan.FromMilliseconds(39));
        Assert.That(machine.Bmp.Statistics.Sent, Is.EqualTo(1), "the board in place 2 waits for twenty milliseconds before its own twenty");

        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(Scp.Result(await ReceiveAsync(client)), Is.EqualTo(0x80));
        for (int board = 1; board < 3; board++)
        {
            for (uint fpga = 0; fpga < 3; fpga++)
                Assert.That(Scp.Payload(await AskAsync(client, Scp.Request(FpgaRead, first: 0x40004, second: 4, third: fpga, core: board))), Is.EqualTo(new byte[] { (byte)fpga, 0, 0, 0 }));
        }
    }

    [Test]
    public async Task A_link_of_an_FPGA_knows_whether_somebody_with_power_is_at_its_other_end()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1, wraps: false));
        await using IDatagramSocket client = Connect(machine, machine.Bmp.EndPoint);

        // From the first board of a triad, north-east leads to the second and north to the third; the other edges end there.
        Assert.That(await HandshakesAsync(), Is.EqualTo("000011"));
        await AskAsync(client, Scp.Request(Power, second: 0b100));
        Assert.That(await HandshakesAsync(), Is.EqualTo("000001"));

        async Task<string> HandshakesAsync()
        {
            string all = "";
            for (uint edge = 0; edge < 6; edge++)
                all += Scp.Payload(await AskAsync(client, Scp.Request(FpgaRead, first: ((edge & 1) << 16) | 0x54, second: 4, third: edge >> 1)))[0];

            return all;
        }
    }

    [Test]
    public async Task What_is_written_to_an_FPGA_is_there()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1));
        await using IDatagramSocket client = Connect(machine, machine.Bmp.EndPoint);
        await AskAsync(client, Scp.Request(FpgaWrite, first: 0x40000, second: 4, third: 1, data: [1, 2, 3, 4]));

        Assert.That(Scp.Payload(await AskAsync(client, Scp.Request(FpgaRead, first: 0x40002, second: 4, third: 1))), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task A_BMP_has_tags_of_its_own()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1));
        await using IDatagramSocket client = Connect(machine, machine.Bmp.EndPoint);

        Assert.That(Scp.Payload(await AskAsync(client, Scp.Request(Tag, first: 0x00010003, second: 5000, third: 0x0100007F))), Is.EqualTo(new byte[] { 3, 0, 0, 0 }));
        byte[] entry = Scp.Payload(await AskAsync(client, Scp.Request(Tag, first: 0x00020003, second: 1)));
        Assert.That(entry, Has.Length.EqualTo(24));
        Assert.That((Convert.ToHexStringLower(entry[..4]), BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(10))), Is.EqualTo(("7f000001", 5000)));
        Assert.That(Scp.Payload(await AskAsync(client, Scp.Request(Tag, first: 0x00040000, second: 255))), Is.EqualTo(new byte[] { 9, 0, 8, 8 }));
        Assert.That(Scp.Result(await AskAsync(client, Scp.Request(Tag, first: 0x00050000))), Is.EqualTo(0x84));
    }

    [TestCase(56, 3u, 0u, 0x84, TestName = "XILINX 3")]
    [TestCase(56, 2u, 3u, 0x84, TestName = "XILINX reset 3")]
    [TestCase(56, 1u, 7u, 0x80, TestName = "XILINX prepare")]
    [TestCase(61, 0u, 0u, 0x80, TestName = "I2C")]
    public async Task Commands_for_what_is_beside_the_chips_have_their_results(int command, uint first, uint second, int result)
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1));
        await using IDatagramSocket client = Connect(machine, machine.Bmp.EndPoint);

        Assert.That(Scp.Result(await AskAsync(client, Scp.Request(command, first: first, second: second, third: 4))), Is.EqualTo(result));
    }

    [Test]
    public async Task The_flash_has_the_versions_of_the_programs_and_a_checksum()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1));
        await using IDatagramSocket client = Connect(machine, machine.Bmp.EndPoint);
        var sector = new List<byte>();
        for (uint at = 0x1000; at < 0x2000; at += 256)
            sector.AddRange(Scp.Payload(await AskAsync(client, Scp.Read(at, 256, unit: 2))));

        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(sector.ToArray().AsSpan(4092)), Is.EqualTo(~Crc(sector.Take(4092))));
        Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0x100D8, 4, unit: 2))), Is.EqualTo(new byte[] { 2, 1, 2, 0 }));
        Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0x2009C034, 4, unit: 2)))[1] & 0x40, Is.Not.Zero, "the FPGAs run");
        await AskAsync(client, Scp.Request(56, first: 2, second: 0));
        Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0x2009C034, 4, unit: 2)))[1] & 0x40, Is.Zero, "they are held");
    }

    private static uint Crc(IEnumerable<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
