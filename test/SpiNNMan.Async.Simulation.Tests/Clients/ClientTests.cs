using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Clients;

/// <summary>What the programs of the field send when they find a machine, load it and let it go, in their order and with their numbers, as bytes.</summary>
internal sealed class ClientTests
{
    private const int Version = 0;
    private const int Count = 15;
    private const int ApplicationRun = 19;
    private const int Neighbours = 20;
    private const int CopyRun = 21;
    private const int Signal = 22;
    private const int FloodFillData = 23;
    private const int Tag = 26;
    private const int Allocate = 28;
    private const int Routes = 29;
    private const int Info = 31;
    private const uint Application = 30;
    private const uint Image = 0x67800000;
    private const uint Ready = 5;

    private static readonly (int X, int Y)[] s_steps = [(1, 0), (1, 1), (0, 1), (-1, 0), (-1, -1), (0, -1)];

    [TestCase("spin3", "4.0.0", 4)]
    [TestCase("spin5", "4.0.0", 48)]
    [TestCase("1x1", "4.0.0", 144)]
    [TestCase("spin3", "3.4.2", 4)]
    [TestCase("spin5", "3.4.2", 48)]
    public async Task SpiNNMan_finds_a_machine_and_runs_an_application_on_it(string board, string firmware, int chipCount)
    {
        await using VirtualMachine machine = await StartAsync(board, firmware);
        await using var host = new HostSession(machine);
        bool isOld = firmware is not "4.0.0";

        // The BMP, and what runs on the board.
        string bmp = machine.Bmp.EndPoint.Address.ToString();
        Assert.That(Encoding.ASCII.GetString((await host.AskAsync(Version, x: 0, y: 0, at: bmp))[12..17]), Is.EqualTo("BC&MP"));
        byte[] version = await host.AskAsync(Version);
        Assert.That((version[2], version[3]), Is.EqualTo(((byte)0, (byte)0)));
        Assert.That(Encoding.ASCII.GetString(version[12..]), Is.EqualTo($"SC&MP/SpiNNaker\0{firmware}\0"));

        // Each connection.
        Assert.That(await host.AskAsync(Tag, 0x00040000, 9), Is.EqualTo(new byte[] { 9, 32, 8, 8 }));
        byte[] root = await host.ExchangeAsync(Info);
        Assert.That((root[8], root[9]), Is.EqualTo(((byte)0, (byte)0)), "the reply names its chip");
        List<(int X, int Y)> ethernets = await FindEthernetsAsync(host, machine.Boards.Count);
        List<(int X, int Y)> chips = await FindChipsAsync(host, chipCount, ethernets);
        await RunAsync(host, chips, ethernets, isOld);
        await UseMemoryAsync(host);
        await UseTagsAsync(host);

        // Away with it.
        await host.AskAsync(Neighbours, 0x003F0000, 0x5002FF00 | Application, 0x80003F00);
        await UntilCountAsync(host, ethernets, isOld, state: 15, application: 0, (chipCount * 17) - MissingCores(board));
    }

    [Test]
    public async Task SpiNNMan_boots_a_board_that_is_not()
    {
        await using VirtualMachine machine = await StartAsync("spin5", "4.0.0", booted: false);
        await using var host = new HostSession(machine);
        byte[] image = Simulation.Boot.VirtualBootImage.Create();
        int blocks = (image.Length + 1023) / 1024;
        host.Boot(Convert.FromHexString($"00010000000100000000000000000000{blocks - 1:x4}"));
        for (int block = 0; block < blocks; block++)
        {
            byte[] words = image[(1024 * block)..Math.Min(image.Length, 1024 * (block + 1))];
            for (int at = 0; at < words.Length; at += 4)
                Array.Reverse(words, at, 4);
            host.Boot([.. Convert.FromHexString($"0001000000030000ff{block:x2}0000000000000000"), .. words]);
        }

        host.Boot(Convert.FromHexString("000100000005000000010000000000000000"));
        await TestMachines.UntilAsync(() => machine.Boards[0].State == BoardState.Ready);

        Assert.That(Encoding.ASCII.GetString((await host.AskAsync(Version))[12..]), Is.EqualTo("SC&MP/SpiNNaker\04.0.0\0"));
        await FindChipsAsync(host, 48, [(0, 0)]);
    }

    [Test]
    public async Task Rig_floods_an_application_to_some_chips()
    {
        await using VirtualMachine machine = await StartAsync("spin5", "3.1.0");
        await using var host = new HostSession(machine);
        Assert.That((await host.AskAsync(Version))[12..], Has.Length.EqualTo(22));
        List<(int X, int Y)> chips = await host.FindChipsAsync();
        foreach ((int x, int y) in chips)
            Assert.That(await host.AskAsync(Info, x: x, y: y), Has.Length.EqualTo(36));

        // Cores 1 and 2 of the chips (0, 0) and (1, 1), cores 3 of those from (4, 4) on.
        byte[] image = Images.Make("test");
        const uint fill = 4;
        await host.AskAsync(Neighbours, 0x06000000 | (fill << 16) | (1 << 8), 0, 0x80003F00 | (0x18 << 8));
        await host.AskAsync(Neighbours, 0x07000006, 0x00030021, 0x00003F00);
        await host.AskAsync(Neighbours, 0x07000008, 0x04070000 | 0xFFFF, 0x00003F00);
        uint load = await host.ReadWordAsync(0xF5007FC8);
        await host.AskAsync(FloodFillData, 0x3F180000 | fill, (uint)((image.Length / 4) - 1) << 8, load, data: image);
        await host.AskAsync(Neighbours, 0x0F000000 | fill, (Application << 24) | (1 << 18), 0x00003F00);
        await UntilCountAsync(host, [(0, 0)], isOld: true, Ready, Application, 4 + (await CoresFromAsync(host, chips)));

        uint cores = await host.ReadWordAsync(0xF5007FCC, 1, 1);
        Assert.That((await host.ReadAsync(cores + 128 + 0x2E, 1, 1, 1))[0], Is.EqualTo(Ready));
        Assert.That((await host.ReadAsync(cores + 128 + 0x2E, 1, 1, 0))[0], Is.EqualTo(15));
        await host.AskAsync(Signal, 2, (3 << 16) | 0xFF00 | Application);
        await UntilCountAsync(host, [(0, 0)], isOld: true, state: 7, Application, 4 + (await CoresFromAsync(host, chips)));
        Assert.That(await host.ReadWordAsync(0x60240008, 1, 1), Is.EqualTo(0x01010002), "each core has left where it is");
        Assert.That(await host.ReadAsync(0xE1000300, 64), Has.Length.EqualTo(64));
    }

    [Test]
    public async Task Ybug_counts_the_chips_and_listens_on_tag_0()
    {
        await using VirtualMachine machine = await StartAsync("spin5", "4.0.0");
        await using var host = new HostSession(machine);
        byte[] version = await host.AskAsync(Version);
        Assert.That(version[2..4], Has.None.EqualTo(0xFF));
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(await host.ReadAsync(0xF5007FE2, 2)), Is.EqualTo(48));
        await host.AskAsync(Tag, 0x00010000, 17892, 0, 0, 0);
        byte[] entry = await host.AskAsync(Tag, 0x00020000, 1, 0, 0, 0);
        Assert.That((Convert.ToHexStringLower(entry[..4]), BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(10))), Is.EqualTo(("7f0000c8", 17892)));
    }

    [Test]
    public async Task Spalloc_switches_boards_on_and_cuts_the_edges_of_a_job()
    {
        await using VirtualMachine machine = await StartAsync("1x1", "4.0.0", booted: false);
        await using var host = new HostSession(machine) { Board = machine.Bmp.EndPoint.Address.ToString() };
        await host.AskAsync(57, 1, 0b011, x: 0, y: 0);
        for (int board = 0; board < 2; board++)
        {
            byte[] version = await host.AskAsync(Version, x: 0, y: 0, core: board);
            Assert.That((version[0], version[6], version[7]), Is.EqualTo(((byte)board, (byte)0xFF, (byte)0xFF)));
            for (uint fpga = 0; fpga < 3; fpga++)
                Assert.That((await host.AskAsync(17, 0x40004, 4, fpga, 0, 0, board))[0] & 3, Is.EqualTo(fpga));
        }

        await host.AskAsync(18, 0x1005C, 4, 2, 0, 0, data: [1, 0, 0, 0]);
        await host.AskAsync(18, 0x0005C, 4, 0, 0, 0, data: [0, 0, 0, 0]);

        // What the allocation server looks at.
        Assert.That((await host.AskAsync(48, 0, x: 0, y: 0))[0], Is.EqualTo(5));
        Assert.That((await host.AskAsync(48, 2, x: 0, y: 0))[..4], Is.EqualTo(new byte[] { 1, 5, 5, 0 }));
        Assert.That(await host.AskAsync(48, 3, x: 0, y: 0), Has.Length.EqualTo(48));
        Assert.That((await host.AskAsync(48, 4, x: 0, y: 0))[8..12], Is.EqualTo(new byte[] { 127, 0, 240, 8 }));
        Assert.That(await host.AskAsync(53, 0x100, 256, x: 0, y: 0), Has.Length.EqualTo(256));
        Assert.That(await host.ReadAsync(0x1E00, 256, 0, 0), Has.Length.EqualTo(256));
        await host.AskAsync(57, 0, 0b011, x: 0, y: 0);
        Assert.That(machine.Boards.Select(board => board.State), Is.EqualTo(new[] { BoardState.Off, BoardState.Off, BoardState.Rom }));
    }

    private static async Task<VirtualMachine> StartAsync(string board, string firmware, bool booted = true) => await TestMachines.StartAsync(new TriadArrangement(1, 1), booted: booted, change: options => options with
    {
        Triads = board is "1x1" ? options.Triads : null,
        Board = board is "spin3" ? BoardType.Spin3 : BoardType.Spin5,
        Firmware = FirmwareOf(firmware),
    });

    private static SoftwareVersion FirmwareOf(string text)
    {
        var version = System.Version.Parse(text);
        return new SoftwareVersion(version.Major, version.Minor, version.Build);
    }

    private static int MissingCores(string board) => board switch { "spin3" => 0, "spin5" => 8, _ => 24 };

    private static async Task<List<(int X, int Y)>> FindEthernetsAsync(HostSession host, int boards)
    {
        (int X, int Y)[] candidates = boards > 1 ? [(0, 0), (8, 4), (4, 8)] : [(0, 0)];
        foreach ((int x, int y) in candidates)
        {
            string address = string.Join('.', await host.AskAsync(2, 0xF5007FF0, 4, 2, x, y));
            byte[] info = await host.AskAsync(Info, x: x, y: y, at: address);
            Assert.That(info[3] & 2, Is.Not.Zero, "the Ethernet is up");
            Assert.That(string.Join('.', info[32..36]), Is.EqualTo(address));
        }

        return [.. candidates];
    }

    /// <summary>Looks at every chip, and holds what is found against what a model of the machine accepts.</summary>
    private static async Task<List<(int X, int Y)>> FindChipsAsync(HostSession host, int chipCount, List<(int X, int Y)> ethernets)
    {
        byte[] dimensions = await host.AskAsync(2, 0xF5007F02, 2, 1);
        List<(int X, int Y)> chips = await host.FindChipsAsync();
        Assert.That(chips, Has.Count.EqualTo(chipCount));
        var links = new HashSet<(int, int, int)>();
        foreach ((int x, int y) in chips)
        {
            byte[] info = await host.AskAsync(Info, x: x, y: y);
            Assert.That(info, Has.Length.EqualTo(38));
            int cores = info[0] & 0x1F;
            Assert.That(info[12..(12 + cores)], Is.EqualTo(Enumerable.Repeat((byte)15, cores - 1).Prepend((byte)7)));
            Assert.That(ethernets, Does.Contain((info[31], info[30])), "the chip with the Ethernet");
            Assert.That(info[32..36].Any(part => part != 0), Is.EqualTo(ethernets.Contains((x, y))));
            Assert.That(await host.ReadAsync(0xF5007F94, 40, x, y), Has.Length.EqualTo(40));
            for (int link = 0; link < 6; link++)
            {
                if ((info[1] & (1 << link)) != 0)
                    links.Add((x, y, link));
            }
        }

        foreach ((int x, int y, int link) in links)
        {
            (int dx, int dy) = s_steps[link];
            (int x, int y, int) other = ((x + dx + dimensions[1]) % dimensions[1], (y + dy + dimensions[0]) % dimensions[0], (link + 3) % 6);
            Assert.That(links, Does.Contain(other), $"the other end of link {link} of {x}, {y}");
        }

        return chips;
    }

    /// <summary>Loads the root chip, and from there every chip from its parent, level by level.</summary>
    private static async Task RunAsync(HostSession host, List<(int X, int Y)> chips, List<(int X, int Y)> ethernets, bool isOld)
    {
        byte[] image = Images.Make("hello", new string('.', 700));
        uint sum = 0;
        for (int at = 0; at < image.Length; at += 4)
            sum += BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at));

        byte[] dimensions = await host.AskAsync(2, 0xF5007F02, 2, 1);
        var parents = new Dictionary<(int X, int Y), uint>();
        foreach ((int x, int y) in chips)
            parents.Add((x, y), BinaryPrimitives.ReadUInt16LittleEndian((await host.AskAsync(Info, x: x, y: y)).AsSpan(36)));

        await host.WriteAsync(Image, image, 0, 0);
        await host.AskAsync(ApplicationRun, (Application << 24) | (1 << 18) | 0b110, x: 0, y: 0);
        var loaded = new HashSet<(int X, int Y)> { (0, 0) };
        while (loaded.Count < chips.Count)
        {
            List<(int X, int Y)> next = [.. chips.Where(chip => !loaded.Contains(chip) && loaded.Contains(Across(chip, parents[chip])))];
            Assert.That(next, Is.Not.Empty, "every chip is below the root");
            foreach ((int x, int y) in next)
            {
                byte[] reply = await host.AskAsync(CopyRun, (sum << 3) | parents[(x, y)], (uint)image.Length, (Application << 24) | (1 << 18) | 0b110, x, y);
                Assert.That(reply, Is.Empty);
            }

            loaded.UnionWith(next);
        }

        await UntilCountAsync(host, ethernets, isOld, Ready, Application, 2 * chips.Count);
        await host.AskAsync(Signal, 0, (3 << 16) | 0xFF00 | Application, 0xFFFF);
        await UntilCountAsync(host, ethernets, isOld, state: 11, Application, 2 * chips.Count);

        (int lastX, int lastY) = chips[^1];
        byte[] core = await host.ReadAsync(0xE5007000 + 128, 128, lastX, lastY);
        Assert.That(Encoding.ASCII.GetString(core[0x48..0x4D]), Is.EqualTo("hello"));
        uint buffer = BinaryPrimitives.ReadUInt32LittleEndian(core.AsSpan(0x58));
        byte[] output = await host.ReadAsync(buffer, 256, lastX, lastY);
        Assert.That(Encoding.ASCII.GetString(output[16..29]), Is.EqualTo("hello, world\n"));

        (int, int) Across((int X, int Y) chip, uint link) => link > 5
            ? (-1, -1)
            : ((chip.X + s_steps[link].X + dimensions[1]) % dimensions[1], (chip.Y + s_steps[link].Y + dimensions[0]) % dimensions[0]);
    }

    private static async Task UseMemoryAsync(HostSession host)
    {
        byte[] block = await host.AskAsync(Allocate, (4u << 16) | (Application << 8), 1024, 5, 1, 1);
        Assert.That(await host.AskAsync(Allocate, (4u << 16) | (Application << 8), 1024, 5, 1, 1), Is.EqualTo(block), "asked again, the same block");
        await host.WriteAsync(BinaryPrimitives.ReadUInt32LittleEndian(block), [1, 2, 3, 4], 1, 1);

        byte[] table = [.. new uint[] { 0, 0x41, 0x1000, 0xFFFFF000, 1, 0x82, 0x2000, 0xFFFFF000 }.SelectMany(BitConverter.GetBytes), .. Enumerable.Repeat((byte)0xFF, 16)];
        await host.WriteAsync(Image, table, 1, 1);
        uint first = BinaryPrimitives.ReadUInt32LittleEndian(await host.AskAsync(Allocate, (Application << 8) | 3, 2, x: 1, y: 1));
        Assert.That(first, Is.EqualTo(1));
        await host.AskAsync(Routes, (2u << 16) | (Application << 8) | 2, Image, first, 1, 1);
        uint copy = await host.ReadWordAsync(0xF5007FD4, 1, 1);
        byte[] entries = await host.ReadAsync(copy + (16 * first), 32, 1, 1);
        Assert.That(entries[4..16], Is.EqualTo(table[4..16]));
        Assert.That(entries[20..32], Is.EqualTo(table[20..32]));

        await host.AskAsync(3, 0xF100002C, 4, 2, 1, 1, data: [0xFF, 0xFF, 0xFF, 0xFF]);
        await host.AskAsync(Routes, x: 1, y: 1);
        await host.AskAsync(3, 0xE1000238, 4, 2, 1, 1, data: [1, 2, 3, 4]);
        Assert.That(await host.ReadAsync(0xE1000238, 4, 1, 1), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
    }

    private static async Task UseTagsAsync(HostSession host)
    {
        Assert.That(await host.AskAsync(Tag, 0x10010001, 17895, 0x0100007F, 0, 0), Is.EqualTo(new byte[] { 1, 0, 0, 0 }));
        Assert.That(await host.AskAsync(Tag, 0x30012402, (1u << 16) | 12345, 0, 0, 0), Is.EqualTo(new byte[] { 2, 0, 0, 0 }));
        int valid = 0;
        for (uint tag = 0; tag < 16; tag++)
            valid += (await host.AskAsync(Tag, 0x00020000 | tag, 1, x: 0, y: 0))[15] >> 7;

        Assert.That(valid, Is.EqualTo(3), "two, and the one by which the list itself comes back");
        await host.AskAsync(Tag, 0x00030001, x: 0, y: 0);
        await host.AskAsync(Tag, 0x00030002, x: 0, y: 0);
    }

    /// <summary>Asks again and again how many cores are in a state, as programs do, until it is so many.</summary>
    private static async Task UntilCountAsync(HostSession host, List<(int X, int Y)> ethernets, bool isOld, uint state, uint application, int wanted)
    {
        for (int tries = 0; ; tries++)
        {
            uint count = 0;
            if (isOld)
                count = BinaryPrimitives.ReadUInt32LittleEndian(await host.AskAsync(Signal, 1, 0x00600000 | (state << 16) | 0xFF00 | application, 0xFFFF));

            foreach ((int x, int y) in isOld ? [] : ethernets)
                count += BinaryPrimitives.ReadUInt32LittleEndian(await host.AskAsync(Count, application, state, x: x, y: y));

            if (count == wanted)
                return;

            Assert.That(tries, Is.LessThan(100), $"{count} cores are in state {state}, not {wanted}");
        }
    }

    private static async Task<int> CoresFromAsync(HostSession host, List<(int X, int Y)> chips)
    {
        int cores = 0;
        foreach ((int x, int y) in chips.Where(chip => chip is { X: >= 4 and < 8, Y: >= 4 and < 8 }))
            cores += (await host.AskAsync(Info, x: x, y: y))[0] > 3 ? 1 : 0;

        return cores;
    }
}
