using System.Text;
using System.Text.Json;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Routes of files, and point-to-point tables.</summary>
[CancelAfter(60_000)]
internal sealed class RoutingCommandTests
{
    private static readonly MulticastRoute[] s_routes =
    [
        new(0x10000, 0xFFFF0000, new Route([0, 3], [1, 17])),
        new(0x20001, 0xFFFFFFFF, new Route([], [5])),
        new(0, 0, new Route([5], [])),
    ];

    [TestCase("csv")]
    [TestCase("json")]
    [TestCase("table")]
    public async Task Routes_of_each_kind_of_file_are_loaded_in_their_order(string kind, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";
        await using (Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken: cancellationToken))
            await transceiver.Routing.LoadAsync(new ChipLocation(1, 0), s_routes, 40, cancellationToken);

        byte[] file = kind switch
        {
            "table" => Table(),
            "json" => Encoding.UTF8.GetBytes((await CommandRun.OfAsync("routes", host, "1,0", "--json")).Out),
            _ => Encoding.UTF8.GetBytes((await CommandRun.OfAsync("routes", host, "1,0", "--csv")).Out),
        };

        CommandRun load = await CommandRun.OfAsync(["routes", "load", host, "1,0", "-", "--app-id", "41"], input: file, cancellationToken: cancellationToken);
        CommandRun shown = await CommandRun.OfAsync("routes", host, "1,0", "--app", "41", "--csv");

        Assert.That((load.ExitCode, load.Error), Is.EqualTo((ExitCodes.Success, "Loaded 3 routes of application 41 into chip 1,0, from entry 4 on.\n")));
        Assert.That(shown.Out, Is.EqualTo("x,y,application,key,mask,links,cores\n1,0,41,0x00010000,0xFFFF0000,0 3,1 17\n1,0,41,0x00020001,0xFFFFFFFF,,5\n1,0,41,0x00000000,0x00000000,5,\n"));
    }

    [Test]
    public async Task Only_the_routes_for_the_chip_are_loaded(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        const string File = "# Mine.\nx,y,key,mask,links,application\n0,0,1,0xffffffff,0,40\n1,1,2,0xffffffff,1,40\n\n1,1,3,0xffffffff,1,0\n";

        CommandRun load = await CommandRun.OfAsync(["routes", "load", $"{machine.Boards[0].EndPoint}", "1,1", "-", "--app-id", "40", "--json"], input: Encoding.UTF8.GetBytes(File), cancellationToken: cancellationToken);

        Assert.That(load.Out, Is.EqualTo("""{"schemaVersion":1,"x":1,"y":1,"applicationId":40,"firstEntry":1,"entryCount":1}""" + "\n"), load.Error);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken: cancellationToken);
        Assert.That((await transceiver.Routing.GetAsync(new ChipLocation(1, 1), 40, cancellationToken)).Single().Key, Is.EqualTo(2));
    }

    [TestCase("", "has no routes")]
    [TestCase("# nothing\n", "has no routes")]
    [TestCase("key,mask\n", "has no routes")]
    [TestCase("x,y,key,mask\n1,1,0,0\n", "has no routes for chip 0,0, but for 1,1")]
    [TestCase("key,masque\n0,0\n", "line 1: the first line must name columns, some of x,y,application,key,mask,links,cores; 'masque' is none of them")]
    [TestCase("key,links\n0,0\n", "line 1: the column mask is missing")]
    [TestCase("key,mask,key\n0,0,0\n", "line 1: a column is named twice")]
    [TestCase("key,mask\n# one\n1\n", "line 3: there are 1 fields, and 2 columns")]
    [TestCase("key,mask\nten,0\n", "line 2: 'ten' in the column key is no number")]
    [TestCase("key,mask,links\n0,0,6\n", "line 2: a link must be 0 to 5, and not 6")]
    [TestCase("key,mask,cores\n0,0,18\n", "line 2: a core must be 0 to 17, and not 18")]
    [TestCase("key,mask\n0x100000000,0\n", "line 2: key must be 0 to 4294967295")]
    [TestCase("x,key,mask\n0,0,0\n", "line 2: x and y belong together")]
    [TestCase("{\"key\":1}\n", "line 1: mask is missing")]
    [TestCase("{\"key\":1,\"mask\":1}\n{\"key\":", "line 2: this is no JSON document")]
    [TestCase("{\"key\":1.5,\"mask\":1}\n", "line 1: key must be a whole number")]
    [TestCase("{\"key\":\"0x1\",\"mask\":1,\"links\":3}\n", "line 1: links must be a list of numbers")]
    [TestCase("{\"key\":1,\"mask\":1,\"coures\":[]}\n", "line 1: 'coures' is no part of a route")]
    [TestCase("{\"schemaVersion\":2,\"key\":1,\"mask\":1}\n", "line 1: schemaVersion must be 1")]
    public async Task A_file_that_makes_no_sense_is_told_before_anything_is_asked(string text, string message)
    {
        CommandRun run = await CommandRun.OfAsync(["routes", "load", "127.0.0.1:1", "0,0", "-", "--app-id", "40"], input: Encoding.UTF8.GetBytes(text));

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain("Standard input").And.Contain(message));
    }

    [Test]
    public async Task A_file_of_other_bytes_is_told()
    {
        byte[] torn = Table();
        torn.AsSpan(MulticastRoute.Size, MulticastRoute.Size).Fill(byte.MaxValue);

        CommandRun bytes = await CommandRun.OfAsync(["routes", "load", "127.0.0.1:1", "0,0", "-", "--app-id", "40"], input: [1, 0xFF, 2]);
        CommandRun early = await CommandRun.OfAsync(["routes", "load", "127.0.0.1:1", "0,0", "-", "--app-id", "40"], input: torn);

        Assert.That(bytes.Error, Does.Contain("neither text nor a table"));
        Assert.That(early.Error, Does.Contain("entry 1 ends the table, and more follows"));
    }

    [Test]
    public async Task More_routes_than_there_is_room_for_are_told(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";
        string Routes(int count) => "key,mask\n" + string.Concat(Enumerable.Range(0, count).Select(static number => $"{number},0xffffffff\n"));

        CommandRun tooMany = await CommandRun.OfAsync(["routes", "load", host, "0,0", "-", "--app-id", "40"], input: Encoding.UTF8.GetBytes(Routes(1024)), cancellationToken: cancellationToken);
        CommandRun most = await CommandRun.OfAsync(["routes", "load", host, "0,0", "-", "--app-id", "40"], input: Encoding.UTF8.GetBytes(Routes(1000)), cancellationToken: cancellationToken);
        CommandRun noRoom = await CommandRun.OfAsync(["routes", "load", host, "0,0", "-", "--app-id", "40"], input: Encoding.UTF8.GetBytes(Routes(100)), cancellationToken: cancellationToken);

        Assert.That((tooMany.ExitCode, most.ExitCode, noRoom.ExitCode), Is.EqualTo((ExitCodes.Failure, ExitCodes.Success, ExitCodes.Failure)), most.Error);
        Assert.That(tooMany.Error, Does.Contain("1024 routes for chip 0,0; a table has room for 1023"));
        Assert.That(noRoom.Error, Does.Contain("entries left in one piece"));
    }

    [TestCase("--clear")]
    [TestCase("--json")]
    public async Task Routes_are_written_in_one_way_or_cleared(string other)
    {
        CommandRun run = await CommandRun.OfAsync("routes", "127.0.0.1:1", "--csv", other);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage));
        Assert.That(run.Out + run.Error, Does.Contain($"--csv and {other} exclude each other"));
    }

    [TestCase("0", "--app-id must be a number from 1 to 255")]
    [TestCase("256", "--app-id must be a number from 1 to 255")]
    public async Task An_application_that_there_cannot_be_is_wrong_usage(string id, string message)
    {
        CommandRun run = await CommandRun.OfAsync("routes", "load", "127.0.0.1:1", "0,0", "-", "--app-id", id);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public async Task A_table_of_ways_is_a_map_that_fits_the_terminal(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun wide = await CommandRun.OfAsync("p2p", host, "1,1");
        CommandRun narrow = await CommandRun.OfAsync(["p2p", host, "1,1"], onTerminal: true, width: 20, cancellationToken: cancellationToken);

        Assert.That(wide.Out.Split('\n')[..9], Is.EqualTo(new[]
        {
            "y  0   1   2   3   4   5   6   7",
            "7  -   -   -   -  ne  ne  ne  ne",
            "6  -   -   -  ne  ne  ne  ne   e",
            "5  -   -  ne  ne  ne  ne   e   e",
            "4  -   n  ne  ne  ne   e   e   e",
            "3  n   n  ne  ne   e   e   e   e",
            "2  n   n  ne   e   e   e   e   -",
            "1  w   *   e   e   e   e   -   -",
            "0 sw   s   e   e   e   -   -   -",
        }).Using<string>(static (one, other) => one.Split(' ', StringSplitOptions.RemoveEmptyEntries).SequenceEqual(other.Split(' ', StringSplitOptions.RemoveEmptyEntries))), wide.Out);
        Assert.That(narrow.Out.Split('\n').Count(static line => line.Contains('7', StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(3), narrow.Out);
    }

    [Test]
    public async Task A_way_is_told_alone_and_for_programs(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun way = await CommandRun.OfAsync("p2p", host, "0,0", "--to", "4,7");
        CommandRun self = await CommandRun.OfAsync("p2p", host, "0,0", "--to", "0,0");
        CommandRun none = await CommandRun.OfAsync("p2p", host, "0,0", "--to", "7,0");
        CommandRun document = await CommandRun.OfAsync("p2p", host, "0,0", "--to", "4,7", "--json");
        CommandRun all = await CommandRun.OfAsync("p2p", host, "0,0", "--json");
        CommandRun nowhere = await CommandRun.OfAsync("p2p", host, "7,0");

        Assert.That((way.ExitCode, way.Out), Is.EqualTo((ExitCodes.Success, "0,0 sends what is for 4,7 north-east, by link 1, to 1,1.\n")));
        Assert.That((self.ExitCode, self.Out), Is.EqualTo((ExitCodes.Success, "0,0 takes what is for 0,0 itself.\n")));
        Assert.That((none.ExitCode, none.Out), Is.EqualTo((ExitCodes.AnswerIsNo, "0,0 has no way to 7,0.\n")));
        Assert.That(document.Out, Is.EqualTo("""{"schemaVersion":1,"x":0,"y":0,"toX":4,"toY":7,"way":"northEast","link":1,"neighbourX":1,"neighbourY":1}""" + "\n"));
        Assert.That(all.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("way").GetString()!).CountBy(static name => name).ToDictionary(), Does.ContainKey("none").WithValue(16).And.ContainKey("monitor").WithValue(1));
        Assert.That((nowhere.ExitCode, nowhere.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), nowhere.Error);
    }

    private static byte[] Table()
    {
        var table = new byte[MulticastRoute.GetTableSize(s_routes.Length)];
        MulticastRoute.WriteTable(table, s_routes);
        return table;
    }
}
