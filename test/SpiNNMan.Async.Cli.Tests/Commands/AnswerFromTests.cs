using System.Text.RegularExpressions;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>A session that was captured is repeated against the machine of the capture.</summary>
[CancelAfter(120_000)]
internal sealed partial class AnswerFromTests
{
    private static readonly string[] s_session =
    [
        "version HOST", "info HOST --chips", "load HOST DIR/app.aplx --cores 0,0,1 --app-id 40", "ps HOST", "write HOST 1,1 0x60300000 DIR/data.bin --verify", "read HOST 1,1 0x60300000 5000 --hex", "iobuf HOST 0,0,1", "stop HOST 40", "heap HOST 0,0",
    ];

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [TestCase(0)]
    [TestCase(0.03)]
    public async Task A_session_runs_again_as_it_ran(double loss, CancellationToken cancellationToken)
    {
        await MakeFilesAsync(cancellationToken);

        string[] session = s_session;
        var onTheWay = new LinkFaults { Loss = loss };
        List<string> captured = [];
        string[] files = [.. Enumerable.Range(0, session.Length).Select(number => _directory.File($"{number}.pcapng"))];
        await using (VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Board = BoardType.Spin3,
                Seed = 11,
                Faults = new FaultOptions { Ingress = onTheWay, Egress = onTheWay },
                Applications = [new ApplicationRule("app", static () => new HelloApplication()), .. ApplicationRule.BuiltIn],
            },
            cancellationToken))
        {
            foreach ((int number, string words) in session.Index())
                captured.Add(await RunAsync(words, $"{machine.Boards[0].EndPoint}", ["--capture", files[number]], cancellationToken));
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync(["vm", "--ports", "system", "--bind", "127.0.0.1", "--answer-from", .. files], output: output, cancellationToken: stop.Token);
        string ready = await output.FirstLine.WaitAsync(cancellationToken);
        string host = Regex.Match(ready, @"scp=(\S+)").Groups[1].Value;
        List<string> again = [];
        foreach (string words in session)
            again.Add(await RunAsync(words, host, [], cancellationToken));

        await stop.CancelAsync();
        CommandRun vm = await serving;

        Assert.That(ready, Does.StartWith("ready board=captured boards=1 scp=127.0.0.1:"));
        Assert.That(again, Is.EqualTo(captured), vm.Error);
        Assert.That(vm.ExitCode, Is.EqualTo(ExitCodes.Success));
        Assert.That(vm.Error, Does.Not.Contain("unanswered: ").And.Match(@"(?m)^stopped: [\d,]+ datagrams known from the capture, .* 0 unknown, which nobody answered\.$"));
    }

    [Test]
    public async Task Booting_runs_again(CancellationToken cancellationToken)
    {
        string file = _directory.File("boot.pcapng");
        string captured;
        await using (VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin3, Booted = false, AnnouncementTargets = [] }, cancellationToken))
        {
            CommandRun first = await CommandRun.OfAsync(
                ["boot", $"{machine.Boards[0].EndPoint}", "--image", "virtual", "--pause", "0", "--boot-port", $"{machine.Boards[0].BootEndPoint.Port}", "--capture", file], cancellationToken: cancellationToken);
            Assert.That(first.ExitCode, Is.EqualTo(ExitCodes.Success), first.Error);
            captured = first.Out;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync(["vm", "--ports", "system", "--bind", "127.0.0.1", "--answer-from", file], output: output, cancellationToken: stop.Token);
        Match ready = Regex.Match(await output.FirstLine.WaitAsync(cancellationToken), @"scp=(?<scp>\S+) boot=127\.0\.0\.1:(?<boot>\d+) .* booted=no");
        CommandRun again = await CommandRun.OfAsync(
            ["boot", ready.Groups["scp"].Value, "--image", "virtual", "--pause", "0", "--boot-port", ready.Groups["boot"].Value], cancellationToken: cancellationToken);
        await stop.CancelAsync();
        await serving;

        Assert.That(again.ExitCode, Is.EqualTo(ExitCodes.Success), again.Error);
        Assert.That(WithoutTimes(again.Out), Is.EqualTo(WithoutTimes(captured)));
    }

    [Test]
    public async Task What_the_capture_has_not_got_nobody_answers(CancellationToken cancellationToken)
    {
        string file = _directory.File("session.pcapng");
        await using (VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken))
            await CommandRun.OfAsync(["version", $"{machine.Boards[0].EndPoint}", "--capture", file], cancellationToken: cancellationToken);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        var error = new StringWriter();
        Task<CommandRun> serving = CommandRun.OfAsync(["vm", "--ports", "system", "--bind", "127.0.0.1", "--answer-from", file], output: output, error: TextWriter.Synchronized(error), cancellationToken: stop.Token);
        string host = Regex.Match(await output.FirstLine.WaitAsync(cancellationToken), @"scp=(\S+)").Groups[1].Value;
        CommandRun known = await CommandRun.OfAsync(["version", host], cancellationToken: cancellationToken);
        CommandRun unknown = await CommandRun.OfAsync(["doctor", host, "--patience", "0.3"], cancellationToken: cancellationToken);
        await stop.CancelAsync();
        await serving;

        Assert.That(known.Out, Does.StartWith("SC&MP 4.0.0"), known.Error);
        Assert.That(unknown.ExitCode, Is.Not.EqualTo(ExitCodes.WrongUsage));
        Assert.That(error.ToString(), Does.Match(@"(?m)^unanswered: .*: the capture has not got it, so nobody answers\.$"));
    }

    [TestCase("--answer-from x.pcapng --board spin3", "--board says nothing to --answer-from")]
    [TestCase("--answer-from x.pcapng --loss 0.1", "--loss says nothing to --answer-from")]
    [TestCase("--answer-from", "--answer-from")]
    public async Task Options_that_say_nothing_are_refused(string options, string message)
    {
        CommandRun run = await CommandRun.OfAsync(["vm", .. options.Split(' ')]);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public async Task A_capture_without_a_machine_is_an_error(CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(_directory.File("empty.pcap"), new PcapFile().Bytes, cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["vm", "--answer-from", _directory.File("empty.pcap")], cancellationToken: cancellationToken);
        CommandRun missing = await CommandRun.OfAsync(["vm", "--answer-from", "/nowhere/at/all"], cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, missing.ExitCode), Is.EqualTo((ExitCodes.Failure, ExitCodes.Failure)));
        Assert.That(run.Error, Does.Contain("Nothing in the capture went to a SpiNNaker machine"));
        Assert.That(missing.Error, Does.Contain("/nowhere/at/all"));
    }

    private async Task MakeFilesAsync(CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(_directory.File("app.aplx"), VirtualApplicationImage.Create("app", 4096), cancellationToken);
        await File.WriteAllBytesAsync(_directory.File("data.bin"), [.. Enumerable.Range(0, 5000).Select(static number => (byte)(number * 7))], cancellationToken);
    }

    private async Task<string> RunAsync(string words, string host, string[] more, CancellationToken cancellationToken)
    {
        string[] args = [.. words.Replace("HOST", host, StringComparison.Ordinal).Replace("DIR", _directory.Root, StringComparison.Ordinal).Split(' '), .. more];
        CommandRun run = await CommandRun.OfAsync(args, cancellationToken: cancellationToken);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), $"{words}: {run.Error}");
        return $"{words}: {WithoutTimes(run.Out)}";
    }

    private static string WithoutTimes(string text) => Times().Replace(text, "TIME");

    [GeneratedRegex(@"\d+(\.\d+)? (us|ms|s|MB/s)\b")]
    private static partial Regex Times();
}
