using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;
using static SpiNNMan.Async.Simulation.Tests.Support.TestMachines;

namespace SpiNNMan.Async.Simulation.Tests.Geometry;

/// <summary>What does not work on a board, as its flash tells it and as its chips find it.</summary>
internal sealed class BlacklistTests
{
    private const int SerialFlash = 53;
    private const uint FaultList = 0x100;

    [Test]
    public async Task Parts_that_do_not_work_are_listed_on_their_board()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1), change: options => options with
        {
            DeadChips = [new ChipLocation(9, 6)],
            DeadCores = [new CoreLocation(8, 4, 5)],
            DeadLinks = [(new ChipLocation(1, 2), 2)],
        });
        await using IDatagramSocket bmp = Connect(machine, machine.Bmp.EndPoint);
        await using IDatagramSocket client = Connect(machine, machine.Boards[1].EndPoint);

        Assert.That(await ListAsync(0), Is.EqualTo(new[] { Entry(1, 2, links: 4) }));
        Assert.That(await ListAsync(1), Is.EqualTo(new[] { Entry(0, 0, cores: 0x20), Entry(1, 2, links: 0x3F, cores: 0x3FFFF) }));
        Assert.That(await ListAsync(2), Is.Empty);
        Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0xF5007FF8, 4, x: 8, y: 4))), Is.EqualTo(new byte[] { 0x00, 0x79, 0x00, 0xE5 }));
        Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0xE5007900, 4, x: 8, y: 4)))[0], Is.EqualTo(2));

        async Task<uint[]> ListAsync(int board)
        {
            byte[] list = Scp.Payload(await AskAsync(bmp, Scp.Request(SerialFlash, first: FaultList, second: 256, core: board)));
            uint count = BinaryPrimitives.ReadUInt32LittleEndian(list);
            return count > 63 ? [] : [.. Enumerable.Range(1, (int)count).Select(word => BinaryPrimitives.ReadUInt32LittleEndian(list.AsSpan(4 * word)))];
        }
    }

    [Test]
    public async Task A_list_that_a_host_writes_is_obeyed_by_the_next_boot()
    {
        var time = new FakeTimeProvider();
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1), time, booted: false);
        await using IDatagramSocket bmp = Connect(machine, machine.Bmp.EndPoint);
        uint[] words = [4, Entry(3, 3, links: 0x3F, cores: 0x3FFFF), Entry(1, 0, cores: 0b110), Entry(2, 2, links: 1), Entry(0, 0, cores: 1)];
        byte[] list = [.. words.SelectMany(BitConverter.GetBytes)];
        await AskAsync(bmp, Scp.Request(SerialFlash, first: FaultList, second: (uint)list.Length, third: 1, data: list));
        await BootAsync(machine, machine.Boards[0], time);
        await using IDatagramSocket client = Connect(machine, machine.Boards[0].EndPoint);

        Assert.That(Scp.Result(await AskAsync(client, Scp.Version(3, 3))), Is.EqualTo(0x87));
        Assert.That((await InfoAsync(1, 0))[0] & 0x1F, Is.EqualTo(16));
        Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0xF5007FA8, 3, x: 1)))[..3], Is.EqualTo(new byte[] { 0, 3, 4 }), "the others move up");
        Assert.That((await InfoAsync(2, 2))[1] & 1, Is.Zero, "its link to the east");
        Assert.That((await InfoAsync(3, 2))[1] & 8, Is.Zero, "and back");
        Assert.That(Scp.Payload(await AskAsync(client, Scp.Version()))[1], Is.EqualTo(1), "the monitor runs on another core");

        async Task<byte[]> InfoAsync(int x, int y) => Scp.Payload(await AskAsync(client, Scp.Request(31, x: x, y: y)));
    }

    [Test]
    public async Task Monitors_can_run_on_any_core()
    {
        await using VirtualMachine machine = await StartAsync(new TriadArrangement(1, 1), change: options => options with { RandomMonitorCores = true, Seed = 5 });
        await using IDatagramSocket client = Connect(machine, machine.Boards[0].EndPoint);
        var monitors = new HashSet<int>();
        for (int x = 0; x < 5; x++)
        {
            byte physical = Scp.Payload(await AskAsync(client, Scp.Version(x, 0)))[1];
            monitors.Add(physical);
            Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0xF5007FA8, 1, x: x)))[0], Is.EqualTo(physical));
            Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0xF2000034, 4, x: x, unit: 2)))[0], Is.EqualTo(physical));
            Assert.That(Scp.Payload(await AskAsync(client, Scp.Read(0xF1000000, 4, x: x, unit: 2)))[1], Is.EqualTo(physical));
        }

        Assert.That(monitors, Has.Count.GreaterThan(1));
    }

    private static uint Entry(uint x, uint y, uint links = 0, uint cores = 0) => (x << 27) | (y << 24) | (links << 18) | cores;
}
