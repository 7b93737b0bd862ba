using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Tests.Support;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Executed;

/// <summary>A boot image executes on every chip of a board, from the boot ROM on, and a client talks with it.</summary>
internal sealed class BootImageTests
{
    private static readonly TimeSpan s_boot = TimeSpan.FromMilliseconds(100);

    [Test]
    public async Task Each_chip_answers_a_client()
    {
        await using ChipBench bench = await ChipBench.StartAsync();
        bench.Time.Advance(s_boot);

        for (int x = 0; x < 2; x++)
        {
            for (int y = 0; y < 2; y++)
            {
                VersionInfo version = await bench.Run(bench.Client.GetVersionAsync(new CoreLocation((byte)x, (byte)y, 0)));
                Assert.That((version.Name, version.Version, version.Core.Chip), Is.EqualTo(("Boot image", new SoftwareVersion(1, 0, 0), new ChipLocation((byte)x, (byte)y))));
                Assert.That(await bench.ReadWord(x, y, ChipBench.Neighbours), Is.EqualTo(x == 0 ? 0x27 : 0x3c));
            }
        }

        Assert.That(bench.Board.State, Is.EqualTo(BoardState.Ready));
    }

    [Test]
    public async Task It_spreads_over_a_board_of_48_chips_around_one_that_is_dead()
    {
        await using ChipBench bench = await ChipBench.StartAsync(static options => options with { Board = BoardType.Spin5, DeadChips = [new ChipLocation(1, 1)] });
        bench.Time.Advance(s_boot + s_boot);
        byte[] state = new byte[4];
        int ready = 0;
        foreach (ChipSnapshot chip in bench.Board.TakeSnapshot().Chips)
        {
            bench.Machine.ReadMemory(chip.Location, 0xf5007004, state);
            ready += BitConverter.ToUInt32(state) == 0x62696d67 ? 1 : 0;
        }

        Assert.That(ready, Is.EqualTo(47));
        Assert.That(await bench.ReadWord(0, 1, ChipBench.Neighbours), Is.EqualTo(0b100110), "north-east, north and south");
        Assert.That((await bench.Run(bench.Client.GetVersionAsync(new CoreLocation(4, 0, 0)))).Core.Chip, Is.EqualTo(new ChipLocation(4, 0)));
    }

    [Test]
    public async Task It_spreads_over_several_boards_and_the_Ethernet_of_each_answers()
    {
        ChipLocation[] ethernets = [new(0, 0), new(8, 4), new(4, 8)];

        // The ways from the first Ethernet to the others, and from the second back. The rest is dead, so that the test is quick.
        ChipLocation[] living =
        [
            .. Enumerable.Range(0, 5).SelectMany(static k => new[] { Chip(k, k), Chip(k, 0), Chip(k + 4, k) }),
            .. Enumerable.Range(5, 4).SelectMany(static k => new[] { Chip(k, 4), Chip(4, k) }),
        ];
        await using ChipBench bench = await ChipBench.StartAsync(options => options with
        {
            Board = BoardType.Spin5,
            Triads = new TriadArrangement(1, 1, wraps: false),
            DeadChips = [.. ethernets.SelectMany(ChipsOf).Except(living)],
        });
        bench.Time.Advance(3 * s_boot);

        Assert.That(bench.Machine.Boards.Select(static board => board.State), Is.All.EqualTo(BoardState.Ready));
        foreach ((VirtualBoard board, ChipLocation place) in bench.Machine.Boards.Zip(ethernets))
        {
            byte[] own = await bench.Ask(Scp.Version(255, 255), board);
            Assert.That((Scp.Result(own), own[8], own[9]), Is.EqualTo((0x80, place.Y, place.X)), "who answers at its Ethernet");
        }

        Assert.That((await bench.Run(bench.Client.GetVersionAsync(new CoreLocation(8, 4, 0)))).Core.Chip, Is.EqualTo(ethernets[1]), "by the first board");

        static ChipLocation Chip(int x, int y) => new((byte)x, (byte)y);

        static IEnumerable<ChipLocation> ChipsOf(ChipLocation ethernet) =>
            from x in Enumerable.Range(0, 8) from y in Enumerable.Range(0, 8) where x - y <= 4 && y - x <= 3 select Chip(ethernet.X + x, ethernet.Y + y);
    }

    /// <summary>The answers were recorded with another emulator, written apart from this one; see test/Programs/README.md.</summary>
    [Test]
    public async Task Another_emulator_gives_the_same_answers_byte_for_byte()
    {
        using var reader = new StreamReader(typeof(BootImageTests).Assembly.GetManifestResourceStream("answers.txt")!);
        string[] lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await using ChipBench bench = await ChipBench.StartAsync();
        await using IDatagramSocket socket = TestMachines.Connect(bench.Machine, bench.Board.EndPoint);
        var received = new List<string>();
        Task collecting = CollectAsync(socket, received);
        bench.Time.Advance(s_boot);
        var differences = new List<string>();
        foreach (string[] line in lines.Select(static line => line.Split(' ')))
        {
            received.Clear();
            socket.Send(Convert.FromHexString(line[0]));
            bench.Time.Advance(TimeSpan.FromMilliseconds(20));
            string answer = received.Count == 0 ? "-" : string.Join(' ', received);
            if (!answer.Equals(line[1], StringComparison.Ordinal))
                differences.Add($"{line[0]}: {answer} instead of {line[1]}");
        }

        Assert.That(differences, Is.Empty);
        Assert.That(lines, Has.Length.GreaterThan(150));
        await socket.DisposeAsync();
        await collecting;
    }

    private static async Task CollectAsync(IDatagramSocket socket, List<string> received)
    {
        // Without a context to go back to, it goes on within the step of the clock.
        var buffer = new byte[2048];
        try
        {
            while (true)
            {
                ReceivedLength datagram = await socket.ReceiveAsync(buffer, CancellationToken.None).ConfigureAwait(false);
                received.Add(Convert.ToHexStringLower(buffer.AsSpan(0, datagram.Length)));
            }
        }
        catch (SpinnakerConnectionClosedException)
        {
            // The test is over.
        }
    }
}
