using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

internal sealed class VirtualMachineCommandTests
{
    [Test, CancelAfter(30_000)]
    public async Task Serves_until_it_is_stopped(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync(
            ["vm", "--ports", "system", "--bind", "127.0.0.1", "--board", "spin3", "--booted", "--seed", "7"], output: output, cancellationToken: stop.Token);

        Dictionary<string, string> facts = Facts(await output.FirstLine.WaitAsync(cancellationToken));
        Assert.That(facts.Keys, Is.EquivalentTo(new[] { "board", "boards", "scp", "boot", "bmp", "booted", "seed", "loss" }));
        Assert.That((facts["board"], facts["booted"], facts["seed"]), Is.EqualTo(("spin3", "yes", "7")));
        CommandRun version = await CommandRun.OfAsync("version", facts["scp"]);
        CommandRun bmp = await CommandRun.OfAsync("version", facts["bmp"]);
        await stop.CancelAsync();
        CommandRun run = await serving;

        Assert.That(version.Out, Does.StartWith("SC&MP 4.0.0"));
        Assert.That(bmp.Out, Does.StartWith("BC&MP"));
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success));
        Assert.That(run.Error, Does.StartWith("stopped: ").And.Contain("1 sent"));
    }

    [TestCase("single", "4.0.0", 1, "1")]
    [TestCase("spin3", "3.1.0", 1, "4")]
    [TestCase("2x1", "3.4.2", 6, "288")]
    [CancelAfter(30_000)]
    public async Task Serves_the_machine_that_was_asked_for(string board, string profile, int boards, string chips, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync(
            ["vm", "--ports", "system", "--bind", "127.0.0.1", "--board", board, "--booted", "--profile", profile], output: output, cancellationToken: stop.Token);

        Dictionary<string, string> facts = Facts(await output.FirstLine.WaitAsync(cancellationToken));
        CommandRun info = await CommandRun.OfAsync("info", facts["scp"]);
        await stop.CancelAsync();
        await serving;

        Assert.That((facts["board"], facts["boards"]), Is.EqualTo((board, $"{boards}")));
        Assert.That(info.Out, Does.Contain($"SC&MP {profile}").And.Match($@"Chips\s+{chips}\b"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Takes_commands_on_its_input_until_one_says_quit(CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        CommandRun run = await CommandRun.OfAsync(
            ["vm", "--ports", "system", "--bind", "127.0.0.1", "--board", "spin3"], "loss 0.25\n\nfly\nkill 0\nquit\nmute 0\n"u8.ToArray(), output: output, cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success));
        Assert.That(run.Out.Split('\n').Skip(1), Is.EqualTo(new[] { "loss 0.25", "board 0 is off", "stopping", "" }));
        Assert.That(run.ErrorLines, Has.Some.StartWith("vm: fly: there is no such command"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Answers_are_JSON_if_asked_for(CancellationToken cancellationToken)
    {
        CommandRun run = await CommandRun.OfAsync(["vm", "--ports", "system", "--bind", "127.0.0.1", "--json"], "loss 2\nquit\n"u8.ToArray(), cancellationToken: cancellationToken);

        Assert.That(run.Out.Split('\n')[1], Does.StartWith("""{"schemaVersion":1,"command":"loss 2","done":false,"message":"loss 2: """));
        Assert.That(run.Out.Split('\n')[2], Is.EqualTo("""{"schemaVersion":1,"command":"quit","done":true,"message":"stopping","quits":true}"""));
    }

    [Test, CancelAfter(30_000)]
    public async Task Watching_without_a_terminal_tells_what_happens(CancellationToken cancellationToken)
    {
        CommandRun run = await CommandRun.OfAsync(["vm", "--ports", "system", "--bind", "127.0.0.1", "--watch"], "kill 0\nquit\n"u8.ToArray(), cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success));
        Assert.That(run.Error, Does.Contain("Board 0 is Off"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Faults_come_from_a_file(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        string good = directory.File("good.txt");
        string bad = directory.File("bad.txt");
        await File.WriteAllTextAsync(good, "chip 1 0 dead\nchip 0 1 core 3\n", cancellationToken);
        await File.WriteAllTextAsync(bad, "# flaws\nchip 9 9 dead\n", cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync(
            ["vm", "--ports", "system", "--bind", "127.0.0.1", "--board", "spin3", "--booted", "--faults", good], output: output, cancellationToken: stop.Token);
        CommandRun info = await CommandRun.OfAsync("info", Facts(await output.FirstLine.WaitAsync(cancellationToken))["scp"]);
        await stop.CancelAsync();
        await serving;
        CommandRun refused = await CommandRun.OfAsync("vm", "--ports", "system", "--bind", "127.0.0.1", "--faults", bad);

        Assert.That(info.Out, Does.Match(@"Chips\s+3\b").And.Match(@"Cores\s+53\b"));
        Assert.That(refused.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(refused.Error, Does.Contain("bad.txt, line 2: 'chip 9 9 dead'"));
    }

    [TestCase("x")]
    [TestCase("my_app=fly")]
    [TestCase("my_app=ticks:many")]
    [TestCase("sum:what=ticks")]
    [TestCase("file:/nowhere/at/all.aplx=ticks")]
    public async Task A_rule_that_makes_no_sense_is_wrong_usage(string rule)
    {
        CommandRun run = await CommandRun.OfAsync("vm", "--run", rule);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage));
        Assert.That(run.Error, Does.Contain(rule));
    }

    [TestCase("--place", "0,0,1")]
    [TestCase("--place", "0,0,1=")]
    [TestCase("--place", "0,0,0=hello")]
    [TestCase("--place", "0,0=hello")]
    [TestCase("--place", "0,0,1=fly")]
    [TestCase("--place", "0,0,1=live_gatherer:8")]
    [TestCase("--place", "7,0,1=hello")]
    [TestCase("--route", "0x10000@1,1=0,0,1")]
    [TestCase("--route", "0x10000/0xffff0000=0,0,1")]
    [TestCase("--route", "0x10000/0xffff0000@1,1")]
    [TestCase("--route", "0x10000/0xfffff0000@1,1=0,0,1")]
    [TestCase("--route", "0x10000/0xffff0000@1,1=0,0,1+0,0")]
    [TestCase("--route", "0x10000/0xffff0000@7,0=0,0,1")]
    public async Task A_placement_or_route_that_makes_no_sense_is_refused(string option, string value)
    {
        CommandRun run = await CommandRun.OfAsync("vm", "--ports", "system", "--bind", "127.0.0.1", option, value);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage).Or.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain(value).Or.Contain("the machine has no such"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Programs_can_be_there_from_the_start(CancellationToken cancellationToken)
    {
        string[] args =
        [
            "vm", "--board", "spin3", "--booted", "--ports", "system", "--bind", "127.0.0.1", "--place", "0,0,1=live_gatherer:1", "--place", "1,1,1=live_injector:1", "--route", "0x10000/0xffff0000@1,1=0,0,1+0,1,2",
        ];
        CommandRun run = await CommandRun.OfAsync(args, "status\nquit\n"u8.ToArray(), cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
    }

    [Test, CancelAfter(30_000)]
    public async Task Boards_of_many_are_told_apart(CancellationToken cancellationToken)
    {
        CommandRun run = await CommandRun.OfAsync(["vm", "--ports", "system", "--bind", "127.0.0.1", "--board", "1x1"], "quit\n"u8.ToArray(), cancellationToken: cancellationToken);

        Assert.That(run.ErrorLines.Count(line => line.StartsWith("board ", StringComparison.Ordinal)), Is.EqualTo(3));
        Assert.That(run.ErrorLines[2], Does.StartWith("board 2 at 4,8: commands 127.0.0.17:"));
    }

    [TestCase("spin4")]
    [TestCase("0x1")]
    [TestCase("21x1")]
    public async Task A_machine_that_cannot_be_is_wrong_usage(string board)
    {
        CommandRun run = await CommandRun.OfAsync("vm", "--board", board);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.WrongUsage));
        Assert.That(run.Error, Does.Contain(board));
    }

    [Test, CancelAfter(30_000)]
    public async Task Has_its_own_addresses_and_the_real_ports([Values] bool booted, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("Only Linux has all of 127.0.0.0/8.");

        // A user may run a virtual machine at the default address, so the test takes another.
        string host = LoopbackAddresses.Take();
        string nobody = LoopbackAddresses.Take();
        string[] state = booted ? ["--booted"] : [];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync(["vm", "--bind", host, "--announce", nobody, .. state], output: output, cancellationToken: stop.Token);

        Dictionary<string, string> facts = Facts(await output.FirstLine.WaitAsync(cancellationToken));
        CommandRun boot = await CommandRun.OfAsync("boot", host, "--image", "virtual", "--pause", "0");
        CommandRun again = await CommandRun.OfAsync("vm", "--bind", host);
        await stop.CancelAsync();
        await serving;

        Assert.That((facts["scp"], facts["boot"]), Is.EqualTo(($"{host}:17893", $"{host}:54321")));
        Assert.That(boot.ExitCode, Is.EqualTo(ExitCodes.Success), boot.Error);
        Assert.That(again.ExitCode, Is.EqualTo(ExitCodes.Failure), "The address is taken.");
        Assert.That(again.Error, Does.Contain("--bind"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Warns_when_others_can_reach_it(CancellationToken cancellationToken)
    {
        IPAddress? reachable = NetworkInterface.GetAllNetworkInterfaces()
            .Where(static face => face.OperationalStatus == OperationalStatus.Up)
            .SelectMany(static face => face.GetIPProperties().UnicastAddresses)
            .Select(static entry => entry.Address)
            .FirstOrDefault(static address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        if (reachable is null)
            Assert.Ignore("This computer has no other address than its own.");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync(["vm", "--ports", "system", "--bind", $"{reachable}", "--json"], output: output, cancellationToken: stop.Token);
        string ready = await output.FirstLine.WaitAsync(cancellationToken);
        await stop.CancelAsync();
        CommandRun run = await serving;

        Assert.That(ready, Does.StartWith("""{"schemaVersion":1,"ready":true,"boardKind":"spin5","""));
        Assert.That(run.Error, Does.Contain($"\"level\":\"warning\",\"message\":\"{reachable} is not a loopback address"));
    }

    [Test]
    public async Task An_address_that_is_none_is_a_failure()
    {
        CommandRun run = await CommandRun.OfAsync("vm", "--ports", "system", "--bind", "0.0.0.0");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain("0.0.0.0"));
    }

    private static Dictionary<string, string> Facts(string line)
    {
        string[] words = line.Split(' ');
        Assert.That(words[0], Is.EqualTo("ready"));
        return words.Skip(1).Select(static word => word.Split('=')).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
    }
}
