using System.Net;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Spalloc.Server.Tests.Support;

namespace SpiNNMan.Async.Spalloc.Server.Tests.Classic;

/// <summary>The classic protocol over TCP, beyond what was recorded.</summary>
[CancelAfter(30_000)]
internal sealed class ClassicProtocolTests
{
    [TestCase("not json\n")]
    [TestCase("[1]\n")]
    [TestCase("3\n")]
    [TestCase("{\"args\": []}\n")]
    [TestCase("{\"command\": 3}\n")]
    [TestCase("{\"command\": \"nosuch\"}\n")]
    [TestCase("{\"command\": \"version\", \"args\": {}}\n")]
    [TestCase("{\"command\": \"version\", \"args\": null}\n")]
    [TestCase("{\"command\": \"version\", \"kwargs\": []}\n")]
    [TestCase("{\"command\": \"\\ud800\"}\n")]
    public async Task What_is_no_command_closes_the_connection_without_a_word(string text, CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        await client.SendAsync("{\"command\":\"version\"}\n" + text);

        Assert.That(await client.ReadLineAsync(cancellationToken), Is.EqualTo("{\"return\": \"6.0.1\"}"));
        Assert.That(await client.ReadLineAsync(cancellationToken), Is.Null);
    }

    [Test]
    public async Task A_line_without_end_closes_the_connection(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        await client.SendAsync(new string('x', 70_000));

        Assert.That(await client.ReadLineAsync(cancellationToken), Is.Null);
    }

    [Test]
    public async Task A_command_may_come_byte_by_byte_and_many_at_once(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        foreach (char one in "\r\n \n{\"command\": \"list_jobs\", \"kwargs\": {\"client\": 7}}\r\n")
            await client.SendAsync(one.ToString());
        Assert.That(await client.ReadLineAsync(cancellationToken), Is.EqualTo("{\"return\": []}"));

        await client.SendAsync(string.Concat(Enumerable.Repeat("{\"command\":\"version\"}\n", 500)));
        for (int i = 0; i < 500; i++)
            Assert.That(await client.ReadLineAsync(cancellationToken), Is.EqualTo("{\"return\": \"6.0.1\"}"));
    }

    [TestCase("get_job_state", "[]", "{}", "get_job_state() missing a required argument: 'job_id'")]
    [TestCase("get_job_state", "[1, 2]", "{}", "get_job_state() takes at most 1 positional arguments but 2 were given")]
    [TestCase("get_job_state", "[1]", "{\"job_id\": 1}", "get_job_state() got multiple values for argument 'job_id'")]
    [TestCase("version", "[]", "{\"x\": 1}", "version() got an unexpected keyword argument 'x'")]
    [TestCase("where_is", "[]", "{}", "Invalid arguments: ")]
    [TestCase("where_is", "[1]", "{}", "where_is() takes keyword arguments only")]
    [TestCase("create_job", "[]", "{\"owner\": null}", "owner must be specified for all jobs")]
    [TestCase("create_job", "[\"x\"]", "{\"owner\": \"me\"}", "create_job() takes whole numbers, and not [\"x\"]")]
    [TestCase("create_job", "[]", "{\"owner\": \"me\", \"tags\": \"default\"}", "tags must be a list of texts, or null")]
    [TestCase("create_job", "[]", "{\"owner\": \"me\", \"keepalive\": \"x\"}", "keepalive must be a number of seconds, or null")]
    [TestCase("create_job", "[]", "{\"owner\": \"me\", \"require_torus\": 1}", "require_torus must be true or false")]
    [TestCase("login", "[]", "{}", "This service needs no login.")]
    [TestCase("report_problem", "[\"10.9.9.9\"]", "{}", "There is no board 10.9.9.9.")]
    public async Task A_wrong_argument_is_an_exception_and_leaves_no_job(string command, string arguments, string keywords, string message, CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        await client.SendAsync($"{{\"command\": \"{command}\", \"args\": {arguments}, \"kwargs\": {keywords}}}\n");

        Assert.That((string?)JsonNode.Parse((await client.ReadLineAsync(cancellationToken))!)!["exception"], Is.EqualTo(message));
        Assert.That((await client.CallAsync("list_jobs", [], cancellationToken))!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Arguments_may_have_names(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);

        JsonNode? position = await client.CallAsync("get_board_position", [], cancellationToken, new() { ["machine_name"] = "lab", ["x"] = 0, ["y"] = 0, ["z"] = 2 });
        Assert.That(position!.ToJsonString(), Is.EqualTo("[0,0,2]"));
        JsonNode? state = await client.CallAsync("get_job_state", [], cancellationToken, new() { ["job_id"] = "x" });
        Assert.That((int?)state!["state"], Is.Zero);
    }

    [Test]
    public async Task A_job_switches_the_boards_of_the_machine(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        Assert.That(served.Machine.Boards.Select(static board => board.State), Is.All.EqualTo(BoardState.Off), "nobody has them yet");

        var id = (int)(await client.CallAsync("create_job", [0, 0, 1], cancellationToken, new() { ["owner"] = "me", ["machine"] = "lab" }))!;
        await client.WaitForStateAsync(id, 3, cancellationToken);
        Assert.That(served.Machine.Boards.Select(static board => board.State), Is.EqualTo(new[] { BoardState.Off, BoardState.Rom, BoardState.Off }));
        JsonNode info = (await client.CallAsync("get_job_machine_info", [id], cancellationToken))!;
        Assert.That(info["connections"]!.ToJsonString(), Is.EqualTo($"[[[0,0],\"{served.Machine.Boards[1].EndPoint.Address}\"]]"));

        await client.CallAsync("power_off_job_boards", [id], cancellationToken);
        await client.WaitForStateAsync(id, 3, cancellationToken);
        Assert.That(served.Machine.Boards[1].State, Is.EqualTo(BoardState.Off));
        await client.CallAsync("power_on_job_boards", [id], cancellationToken);
        await client.WaitForStateAsync(id, 3, cancellationToken);
        Assert.That(served.Machine.Boards[1].State, Is.EqualTo(BoardState.Rom));
        await client.CallAsync("destroy_job", [id, "done"], cancellationToken);
        await Poll.UntilAsync(() => served.Machine.Boards[1].State == BoardState.Off, cancellationToken);
    }

    [Test]
    public async Task Notifications_come_for_what_was_asked_for_only(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        await using ClassicClient watcher = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        await watcher.CallAsync("notify_job", [2], cancellationToken);
        await watcher.CallAsync("notify_machine", ["lab"], cancellationToken);
        await watcher.CallAsync("no_notify_machine", ["lab"], cancellationToken);

        for (int i = 0; i < 2; i++)
        {
            var id = (int)(await client.CallAsync("create_job", [], cancellationToken, new() { ["owner"] = "me" }))!;
            await client.WaitForStateAsync(id, 3, cancellationToken);
        }

        Assert.That(await watcher.ReadNotificationAsync(cancellationToken), Is.EqualTo("{\"jobs_changed\": [2]}"));
        Assert.That(await watcher.ReadNotificationAsync(cancellationToken), Is.EqualTo("{\"jobs_changed\": [2]}"));
        await watcher.CallAsync("no_notify_job", [], cancellationToken);
        await client.CallAsync("destroy_job", [2], cancellationToken);
        await watcher.CallAsync("version", [], cancellationToken);
        Assert.That(watcher.Notifications, Is.Empty);
    }

    [Test]
    public async Task A_client_that_does_not_read_is_let_go_and_disturbs_nobody(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        await using ClassicClient deaf = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        string command = "{\"command\": \"list_machines\"}\n";
        string many = string.Concat(Enumerable.Repeat(command, 1000));
        Assert.That(
            async () =>
            {
                for (int i = 0; i < 2000; i++)
                    await deaf.SendAsync(many);
            },
            Throws.InstanceOf<IOException>());
        Assert.That((string?)await client.CallAsync("version", [], cancellationToken), Is.EqualTo("6.0.1"));
    }

    [Test]
    public async Task Dead_boards_and_links_are_told(CancellationToken cancellationToken)
    {
        // Board 1 is dead, and all links from the first board to the east.
        (int X, int Y, int Link)[] east = [(7, 3, 0), (7, 3, 5), (6, 2, 0), (6, 2, 5), (5, 1, 0), (5, 1, 5), (4, 0, 0), (4, 0, 5)];
        await using ServedMachine served = await ServedMachine.StartAsync(boards: new VirtualMachineOptions
        {
            DeadBoards = [1],
            DeadLinks = [.. east.Select(static link => (new Machines.ChipLocation((byte)link.X, (byte)link.Y), link.Link))],
        });
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);

        JsonNode machine = (await client.CallAsync("list_machines", [], cancellationToken))![0]!;
        Assert.That(machine["dead_boards"]!.ToJsonString(), Is.EqualTo("[[0,0,1]]"));
        Assert.That(machine["dead_links"]!.ToJsonString(), Is.EqualTo("[[0,0,0,0],[0,0,2,3]]"));
    }

    [Test]
    public async Task The_edge_of_a_machine_that_does_not_wrap_is_dead_links(CancellationToken cancellationToken)
    {
        await using ServedMachine served = await ServedMachine.StartAsync(triads: new TriadArrangement(1, 1, wraps: false));
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);

        JsonNode machine = (await client.CallAsync("list_machines", [], cancellationToken))![0]!;
        Assert.That(machine["dead_links"]!.AsArray(), Has.Count.EqualTo(12), "three pairs of boards hang together");
        var id = (int)(await client.CallAsync("create_job", [1, 1], cancellationToken, new() { ["owner"] = "me" }))!;
        JsonNode info = (await client.CallAsync("get_job_machine_info", [id], cancellationToken))!;
        Assert.That(((int?)info["width"], (int?)info["height"]), Is.EqualTo((16, 16)));
    }

    [Test]
    public async Task The_service_ends_with_clients_connected(CancellationToken cancellationToken)
    {
        ServedMachine served = await ServedMachine.StartAsync();
        await using ClassicClient client = await ClassicClient.ConnectAsync(served.Server.ClassicEndPoint!);
        await client.CallAsync("version", [], cancellationToken);
        await served.DisposeAsync();

        Assert.That(await client.ReadLineAsync(cancellationToken), Is.Null);
    }

    [Test]
    public async Task A_port_that_is_taken_is_an_error_that_says_so()
    {
        await using ServedMachine served = await ServedMachine.StartAsync();
        IPEndPoint taken = served.Server.ClassicEndPoint!;

        Assert.That(
            async () => await SpallocServer.StartAsync([new SpallocMachine("other", served.Machine)], new SpallocServerOptions { Classic = taken }),
            Throws.TypeOf<Errors.SpinnakerConnectionException>().With.Message.Contains(taken.ToString()));
    }
}
