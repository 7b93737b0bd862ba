using System.CommandLine;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>The options of every command that show what goes over the network.</summary>
[CancelAfter(60_000)]
internal sealed class CaptureOptionTests
{
    private static readonly string[] s_options = ["--capture", "--capture-size", "--capture-last", "--verbose", "-v"];

    private static IEnumerable<string> Paths => Leaves(Root(), "");

    [TestCaseSource(nameof(Paths))]
    public async Task Every_command_has_them(string path)
    {
        CommandRun help = await CommandRun.OfAsync([.. path.Split(' '), "--help"]);
        CommandRun completions = await CommandRun.OfAsync($"[suggest:{path.Length + 14}]", $"spinnman {path} --cap");

        Assert.That(s_options.Where(option => !help.Out.Contains(option, StringComparison.Ordinal)), Is.Empty, help.Out);
        Assert.That(completions.Out, Does.Contain("--capture"), completions.Error);
    }

    [TestCase("version HOST", 2)]
    [TestCase("info HOST", 20)]
    [TestCase("read HOST 0,0 0x60300000 5000", 40)]
    [TestCase("run HOST virtual:hello --cores 1,1,9", 10)]
    [TestCase("discover HOST", 10)]
    [TestCase("bench HOST --bytes 64K --samples 8", 500)]
    [TestCase("console HOST --count 1 --port 0", 4)]
    public async Task What_a_command_sends_and_receives_is_in_the_file(string words, int least, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario(words), cancellationToken);

        CommandRun run = await bench.RunAsync(["--capture", directory.File("session.pcapng")], cancellationToken: cancellationToken);

        CapturedDatagram[] all = [.. PacketCaptureReader.Read(directory.File("session.pcapng"))];
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(all, Has.Length.AtLeast(least));
        Assert.That(run.Error, Does.Contain($"{all.Length:N0} datagrams captured in session.pcapng."));
    }

    [TestCase("boot HOST --image virtual --pause 0 --boot-port BOOTPORT", ScenarioMachine.Waiting)]
    [TestCase("listen --count 1 --port PORT --from BOOTPORT", ScenarioMachine.Waiting)]
    [TestCase("power status FRAME --bmp-port BMPPORT", ScenarioMachine.Frame)]
    [TestCase("live HOST --keys in=0x70000+100@1,1,1 --count 3", ScenarioMachine.Live)]
    [TestCase("demo --bytes 4096", ScenarioMachine.None)]
    [TestCase("vm --ports system --bind 127.0.0.1 --board spin3", ScenarioMachine.None)]
    public async Task Machines_of_all_kinds_are_captured(string words, object machine, CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario(words, (ScenarioMachine)machine) { Input = "quit\n" }, cancellationToken);

        CommandRun run = await bench.RunAsync(["--capture", directory.File("session.pcapng")], cancellationToken: cancellationToken);

        int count = PacketCaptureReader.Read(directory.File("session.pcapng")).Count();
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(count, words.StartsWith("vm", StringComparison.Ordinal) ? Is.GreaterThanOrEqualTo(0) : Is.Positive);
        Assert.That(run.Error, Does.Contain("captured in session.pcapng."));
    }

    [Test]
    public async Task What_goes_through_a_tunnel_is_in_the_file(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await using Laboratory laboratory = await Laboratory.StartAsync(1, 1, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(
            ["version", "alloc/1", "--capture", directory.File("session.pcapng")],
            variables: new(StringComparer.Ordinal) { ["SPINNMAN_ALLOCATION"] = laboratory.WebService },
            cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(PacketCaptureReader.Read(directory.File("session.pcapng")).Count(), Is.Positive);
    }

    [Test]
    public async Task A_command_that_fails_leaves_a_whole_file(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario("read HOST 5,5 0x60300000 4"), cancellationToken);

        CommandRun run = await bench.RunAsync(["--capture", directory.File("session.pcapng")], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(PacketCaptureReader.Read(directory.File("session.pcapng")).Count(), Is.Positive);
        Assert.That(run.ErrorLines[^1], Does.StartWith("spinnman: "), "the error is the last line");
    }

    [Test, Platform(Include = "Linux", Reason = "Signals are sent with Linux's own tools.")]
    public async Task A_command_that_is_stopped_leaves_a_whole_file(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        machine.Run(new CoreLocation(0, 0, 1), new HelloApplication { Text = "printed" });
        string file = directory.File("session.pcapng");
        using var spinnman = SpinnmanProcess.Start("iobuf", $"{machine.Boards[0].EndPoint}", "--follow", "--interval", "0.05", "--capture", file);

        // It prints the text after it has asked all chips.
        Assert.That(await spinnman.Out.ReadLineAsync(cancellationToken), Is.EqualTo("0,0,1: printed"));
        await spinnman.SignalAsync("INT", cancellationToken);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted), await spinnman.ErrorAsync(cancellationToken));
        int count = PacketCaptureReader.Read(file).Count();
        Assert.That(count, Is.AtLeast(10));
        Assert.That(await spinnman.ErrorAsync(cancellationToken), Does.Contain($"{count:N0} datagrams captured in session.pcapng."));
    }

    [Test]
    public async Task The_size_is_bounded_and_the_last_ones_may_be_kept(CancellationToken cancellationToken)
    {
        using var directory = new TemporaryDirectory();
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario("bench HOST --bytes 512K --samples 8"), cancellationToken);

        CommandRun full = await bench.RunAsync(["--capture", directory.File("first.pcapng"), "--capture-size", "256K"], cancellationToken: cancellationToken);
        CommandRun ring = await bench.RunAsync(["--capture", directory.File("last.pcapng"), "--capture-size=256K", "--capture-last"], cancellationToken: cancellationToken);

        Assert.That((full.ExitCode, ring.ExitCode), Is.EqualTo((ExitCodes.Success, ExitCodes.Success)), full.Error + ring.Error);
        Assert.That(full.Error, Does.Contain("warning: first.pcapng is full"));
        Assert.That(ring.Error, Does.Not.Contain("warning"));
        Assert.That(new FileInfo(directory.File("first.pcapng")).Length, Is.LessThanOrEqualTo(256 << 10));
        Assert.That(File.Exists(directory.File("last.previous.pcapng")), Is.True);
    }

    [TestCase("--capture-size 64M", "--capture-size is for --capture FILE")]
    [TestCase("--capture-last", "--capture-last is for --capture FILE")]
    [TestCase("--capture x.pcapng --capture-size 1K", "--capture-size must be a number of bytes from 256K")]
    [TestCase("--capture x.pcapng --capture-size many", "and not 'many'")]
    [TestCase("--capture", "--capture")]
    public async Task Wrong_usage_is_told(string options, string message)
    {
        CommandRun run = await CommandRun.OfAsync(["version", "127.0.0.1:1", .. options.Split(' ')]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    [TestCase("/no/such/folder/x.pcapng", "there is no directory")]
    [TestCase("/", "is a directory")]
    public async Task A_file_that_cannot_be_written_is_told_before_anything_is_sent(string file, string message)
    {
        CommandRun run = await CommandRun.OfAsync("version", "127.0.0.1:1", "--capture", file);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.Failure, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test, Platform("Linux")]
    public async Task A_full_disk_ends_the_capture_and_not_the_command(CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario("version HOST"), cancellationToken);

        CommandRun run = await bench.RunAsync(["--capture", "/dev/full"], cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(run.Error, Does.Contain("warning: the capture in full ended early: No space left on device"));
    }

    [Test]
    public async Task Requests_and_replies_are_printed_one_a_line(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, Faults = new FaultOptions { Ingress = new LinkFaults { Loss = 0.2 } }, Seed = 3 }, cancellationToken);
        var error = new StringWriter();
        string host = $"{machine.Boards[0].EndPoint}";

        CommandRun run = await CommandRun.OfAsync(["read", host, "0,0", "0x60300000", "8000", "-v"], error: TextWriter.Synchronized(error), onTerminal: true, cancellationToken: cancellationToken);
        CommandRun version = await CommandRun.OfAsync(["version", host, "-v"], cancellationToken: cancellationToken);

        const string Time = @"^\d\d:\d\d:\d\d\.\d{6} ";
        string[] lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), error.ToString());
        Assert.That(lines, Is.All.Match($@"{Time}[<>] 127\.0\.0\.1:\d+  \d+,\d+,\d+  .+, \d+ bytes"));
        Assert.That(lines, Has.Some.Match(@"> .*  0,0,0  Read #\d+: 256 bytes from 0x60300\w+ by word, 26 bytes$"));
        Assert.That(lines, Has.Some.Match(@"> .*  Read #\d+: .*, 26 bytes, try 2$"));
        Assert.That(lines, Has.Some.Match(@"< .*  Ok to Read #\d+, 270 bytes, \d+\.\d{3} ms after the request$"));
        Assert.That(lines, Has.Some.Match(@"< .*  Ok to Read #\d+, 270 bytes, \d+\.\d{3} ms after try \d$"));
        Assert.That(version.Error, Does.Match(@"Ok to Version #\d+: SC&MP 4\.0\.0, "));
    }

    [Test]
    public async Task With_JSON_they_are_notes(CancellationToken cancellationToken)
    {
        await using ScenarioBench bench = await ScenarioBench.CreateAsync(new Scenario("version HOST"), cancellationToken);

        CommandRun run = await bench.RunAsync(["--json", "--verbose"], cancellationToken: cancellationToken);

        Assert.That(run.ErrorLines, Has.Length.AtLeast(2).And.All.Matches("""^{"schemaVersion":1,"level":"note","message":".+"}$"""));
    }

    private static RootCommand Root() => SpinnmanCommandLine.CreateRoot(new Terminal(TextWriter.Null, TextWriter.Null, static () => Stream.Null, static () => Stream.Null));

    private static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands
        .SelectMany(part => Leaves(part, path.Length == 0 ? part.Name : $"{path} {part.Name}"))
        .Concat(command.Action is null || path.Length == 0 ? [] : [path]);
}
