using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;
using static SpiNNMan.Async.Simulation.Tests.Support.TestMachines;

namespace SpiNNMan.Async.Simulation.Tests.Machine;

/// <summary>Machines of more than one board, in memory and on a clock that only the test moves.</summary>
internal sealed class ManyBoardsTests
{
    private const int Power = 57;
    private const int FpgaWrite = 18;
    private const uint EthernetAddress = 0xF5007F08;

    [Test]
    public async Task Every_board_answers_at_its_own_address_and_for_the_others()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1));
        await using IDatagramSocket client = Connect(machine, machine.Boards[2].EndPoint);

        Assert.That(machine.Boards.Select(board => board.EndPoint.ToString()), Is.EqualTo(new[] { "127.0.240.9:17893", "127.0.240.17:17893", "127.0.240.25:17893" }));
        Assert.That(machine.Boards.Select(board => board.Location), Is.EqualTo(new[] { new ChipLocation(0, 0), new(8, 4), new(4, 8) }));
        Assert.That(Scp.Address(await AskAsync(client, Scp.Version(4, 8))), Is.EqualTo((4, 8)));
        Assert.That(Scp.Address(await AskAsync(client, Scp.Version(11, 11))), Is.EqualTo((11, 11)));
        Assert.That(Scp.Address(await AskAsync(client, Scp.Version())), Is.EqualTo((0, 0)));
        Assert.That(Scp.Result(await AskAsync(client, Scp.Version(12, 0))), Is.EqualTo(0x87));
    }

    [Test]
    public async Task Chips_know_the_Ethernet_of_their_board_and_their_place_on_it()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1));
        await using IDatagramSocket client = Connect(machine, machine.Boards[0].EndPoint);

        byte[] ethernet = Scp.Payload(await AskAsync(client, Scp.Read(EthernetAddress, 2, x: 9, y: 6)));
        Assert.That(ethernet, Is.EqualTo(new byte[] { 4, 8 }));
        byte[] place = Scp.Payload(await AskAsync(client, Scp.Read(0xF5007FBE, 2, x: 9, y: 6)));
        Assert.That(place, Is.EqualTo(new byte[] { 2, 1 }));
        byte[] own = Scp.Payload(await AskAsync(client, Scp.Read(0xF5007FF0, 4, x: 8, y: 4)));
        Assert.That(own, Is.EqualTo(new byte[] { 127, 0, 240, 17 }));
    }

    [Test]
    public async Task Counting_is_for_the_board_that_is_asked()
    {
        var time = new FakeTimeProvider();
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1), time);
        await using IDatagramSocket client = Connect(machine, machine.Boards[0].EndPoint);

        client.Send(Scp.Request(15, second: (uint)CoreState.Idle, x: 8, y: 4));
        await UntilAsync(() => machine.Boards[0].Statistics.Received == 1);
        time.Advance(TimeSpan.FromMilliseconds(11));
        byte[] reply = await ReceiveAsync(client);
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(Scp.Payload(reply)), Is.EqualTo((48 * 17) - 8));
    }

    [Test]
    public async Task A_board_that_loses_its_power_is_missed_by_the_others()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1));
        await using IDatagramSocket bmp = Connect(machine, machine.Bmp.EndPoint);
        await using IDatagramSocket client = Connect(machine, machine.Boards[0].EndPoint);

        await AskAsync(bmp, Scp.Request(Power, first: 0, second: 0b010));
        Assert.That(machine.Boards.Select(board => board.State), Is.EqualTo(new[] { BoardState.Ready, BoardState.Off, BoardState.Ready }));
        Assert.That(Scp.Result(await AskAsync(client, Scp.Version(8, 4))), Is.EqualTo(0x8B));
        Assert.That(Scp.Address(await AskAsync(client, Scp.Version(4, 8))), Is.EqualTo((4, 8)));
    }

    [Test]
    public async Task Chips_beyond_boards_without_power_are_missed_as_well()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(2, 1, wraps: false));
        await using IDatagramSocket client = Connect(machine, machine.Boards[0].EndPoint);
        await using IDatagramSocket other = Connect(machine, machine.Boards[3].EndPoint);
        Assert.That(Scp.Address(await AskAsync(client, Scp.Version(12, 0))), Is.EqualTo((12, 0)));

        machine.Boards[1].SwitchOff();
        machine.Boards[2].SwitchOff();
        Assert.That(Scp.Result(await AskAsync(client, Scp.Version(12, 0))), Is.EqualTo(0x8B));
        Assert.That(Scp.Address(await AskAsync(client, Scp.Version(4, 3))), Is.EqualTo((4, 3)));
        Assert.That(Scp.Address(await AskAsync(other, Scp.Version(12, 0))), Is.EqualTo((12, 0)), "it lives");
    }

    [Test]
    public async Task Every_board_says_that_it_has_no_place_yet_while_it_looks_for_the_others()
    {
        var time = new FakeTimeProvider();
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1), time, booted: false);
        await BootAsync(machine, machine.Boards[0], time, wait: TimeSpan.FromMilliseconds(60));
        await using IDatagramSocket client = Connect(machine, machine.Boards[1].EndPoint);

        Assert.That(Scp.Address(await AskAsync(client, Scp.Version())), Is.EqualTo((255, 255)));
    }

    [Test]
    public async Task A_board_with_its_edges_stopped_is_booted_alone()
    {
        var time = new FakeTimeProvider();
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1), time, booted: false);
        await using IDatagramSocket bmp = Connect(machine, machine.Bmp.EndPoint);
        for (uint fpga = 0; fpga < 3; fpga++)
        {
            await AskAsync(bmp, Scp.Request(FpgaWrite, first: 0x5C, second: 4, third: fpga, core: 1, data: [1, 0, 0, 0]));
            await AskAsync(bmp, Scp.Request(FpgaWrite, first: 0x1005C, second: 4, third: fpga, core: 1, data: [1, 0, 0, 0]));
        }

        await BootAsync(machine, machine.Boards[1], time);
        Assert.That(machine.Boards.Select(board => board.State), Is.EqualTo(new[] { BoardState.Rom, BoardState.Ready, BoardState.Rom }));
        await using IDatagramSocket client = Connect(machine, machine.Boards[1].EndPoint);
        Assert.That(Scp.Address(await AskAsync(client, Scp.Version())), Is.EqualTo((0, 0)));
        Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0xF5007F02, 2))), Is.EqualTo(new byte[] { 8, 8 }));
    }

    [Test]
    public async Task Booting_one_board_boots_those_that_hang_on_it()
    {
        var time = new FakeTimeProvider();
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1, wraps: false), time, booted: false);

        await BootAsync(machine, machine.Boards[0], time);
        Assert.That(machine.Boards.Select(board => board.State), Is.All.EqualTo(BoardState.Ready));
        await using IDatagramSocket client = Connect(machine, machine.Boards[2].EndPoint);
        Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0xF5007F02, 2))), Is.EqualTo(new byte[] { 16, 16 }));
    }

    [Test, CancelAfter(20_000)]
    public async Task The_largest_machine_starts_quickly_and_takes_little_memory()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(20, 20), bindAddress: "127.0.0.9");
        await using IDatagramSocket client = Connect(machine, machine.Boards[^1].EndPoint);

        Assert.That(machine.Boards, Has.Count.EqualTo(1200));
        Assert.That(machine.Bmps, Has.Count.EqualTo(50));
        Assert.That(Scp.Address(await AskAsync(client, Scp.Version(239, 239))), Is.EqualTo((239, 239)));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(512L << 20));
    }

    [Test]
    public void There_must_be_addresses_for_all_boards() =>
        Assert.That(async () => await StartAsync(new TriadArrangement(20, 20), bindAddress: "127.0.240.9"), Throws.TypeOf<InvalidParameterException>());
}
