using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Captures in words, and what is wrong in them.</summary>
[CancelAfter(60_000)]
internal sealed class ExplainCommandTests
{
    private static readonly IPEndPoint s_host = new(IPAddress.Parse("10.0.0.1"), 40000);
    private static readonly IPEndPoint s_board = new(IPAddress.Parse("10.0.0.2"), 17893);

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task A_session_with_loss_is_told_as_it_was(CancellationToken cancellationToken)
    {
        var loss = new LinkFaults { Loss = 0.1 };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, Seed = 5, Faults = new FaultOptions { Ingress = loss, Egress = loss } }, cancellationToken);
        CommandRun read = await CommandRun.OfAsync(["read", $"{machine.Boards[0].EndPoint}", "0,0", "0x60300000", "100000", "--capture", _directory.File("session.pcapng")], cancellationToken: cancellationToken);

        CommandRun run = await CommandRun.OfAsync(["explain", _directory.File("session.pcapng")], cancellationToken: cancellationToken);

        Assert.That((read.ExitCode, run.ExitCode), Is.EqualTo((ExitCodes.Success, ExitCodes.Success)), read.Error + run.Error);
        Assert.That(run.Out, Does.Match(@"(?m)^\d\d:\d\d:\d\d\.\d{6} 127\.0\.0\.1:\d+ > 127\.0\.0\.1:\d+  0,0,0  Read #\d+: 256 bytes from 0x60300\w{3} by word, 26 bytes, try 2$"));
        Assert.That(run.Out, Does.Match(@"(?m)^ok +hosts +127\.0\.0\.1 talks to 127\.0\.0\.1:\d+\.$"));
        Match lost = Regex.Match(run.Out, @"(?m)^warning  loss +\S+: (?<lost>[\d,]+) of (?<tries>[\d,]+) requests \([\d.]+%\), or the replies to them, were lost");
        Assert.That(lost.Success, Is.True, run.Out);
        Assert.That(Number(lost, "lost"), Is.InRange(30, 200), "of 391 requests and their replies each tenth is lost");
    }

    [Test]
    public async Task A_board_that_drops_the_ninth_is_found(CancellationToken cancellationToken)
    {
        var file = new PcapFile();
        ushort sequence = 0;
        for (int round = 0; round < 40; round++)
        {
            int window = round % 2 == 0 ? 8 : 12;
            ushort first = sequence;
            for (int number = 0; number < window; number++)
                file.Request(s_host, s_board, sequence++);
            for (int number = 0; number < 8; number++)
            {
                file.Wait(0.2);
                file.Reply(s_host, s_board, (ushort)(first + number));
            }

            for (int number = 8; number < window; number++)
            {
                file.Wait(100);
                file.Request(s_host, s_board, (ushort)(first + number));
                file.Wait(0.2);
                file.Reply(s_host, s_board, (ushort)(first + number));
            }
        }

        CommandRun run = await ExplainAsync(file.Bytes, cancellationToken);

        Assert.That(run.Out, Does.Match(@"(?m)^warning  loss +10\.0\.0\.2:17893 loses 100% of the requests that come while 8 or more are under way, .* it has room for 8, and drops the 9th\.$"));
        Assert.That(run.Out, Does.Contain("Let no more than 8 requests be under way at once."));
    }

    [Test]
    public async Task Who_repeats_in_vain_is_told(CancellationToken cancellationToken)
    {
        var file = new PcapFile();
        for (ushort sequence = 0; sequence < 50; sequence++)
        {
            // The host has no patience: it asks again, and both are answered.
            file.Request(s_host, s_board, sequence);
            file.Wait(1);
            file.Request(s_host, s_board, sequence);
            file.Wait(1);
            file.Reply(s_host, s_board, sequence);
            file.Reply(s_host, s_board, sequence);
        }

        for (int again = 0; again < 3; again++)
        {
            file.Request(s_host, s_board, 100);
            file.Wait(1);
            file.Reply(s_host, s_board, 100, result: 0x84);
        }

        file.Reply(s_host, s_board, 500);

        CommandRun run = await ExplainAsync(file.Bytes, cancellationToken);

        Assert.That(run.Out, Does.Match(@"(?m)^warning  repeats +50 requests to 10\.0\.0\.2:17893 were sent again though the reply was on its way\.$"));
        Assert.That(run.Out, Does.Match(@"(?m)^warning  repeats +2 times a request was sent to 10\.0\.0\.2:17893 again though it had been refused for good\.$"));
        Assert.That(run.Out, Does.Match(@"(?m)^warning  refusals +10\.0\.0\.2:17893 answered 3 times BadArgument\.$"));
        Assert.That(run.Out, Does.Match(@"(?m)^ok +loss +10\.0\.0\.2:17893: nothing was lost\.$"));
        Assert.That(run.Out, Does.Match(@"(?m)^note +replies +1 reply of 10\.0\.0\.2:17893 belong"));
    }

    [Test]
    public async Task A_machine_that_never_answers_is_a_problem(CancellationToken cancellationToken)
    {
        var file = new PcapFile();
        for (int again = 0; again < 4; again++)
        {
            file.Request(s_host, s_board, 7, command: 0);
            file.Wait(500);
        }

        CommandRun run = await ExplainAsync(file.Bytes, cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.AnswerIsNo));
        Assert.That(run.Out, Does.Match(@"(?m)^problem  silence +10\.0\.0\.2:17893 answered none of 1 request, sent 4 times\.$"));
    }

    [Test]
    public async Task Different_monitors_and_other_protocols_are_told(CancellationToken cancellationToken)
    {
        var file = new PcapFile();
        var other = new IPEndPoint(IPAddress.Parse("10.0.0.10"), 17893);
        file.Add(s_host, new IPEndPoint(IPAddress.Parse("10.0.0.9"), 53), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        foreach ((IPEndPoint board, string version) in ((IPEndPoint, string)[])[(s_board, "4.0.0"), (other, "3.4.2")])
        {
            file.Request(s_host, board, 1, command: 0);
            file.Wait(1);
            file.Reply(s_host, board, 1, data: [0, 0, 0, 0, 0, 1, 0xFF, 0xFF, 0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes($"SC&MP/SpiNNaker\0{version}\0")]);
        }

        CommandRun run = await ExplainAsync(file.Bytes, cancellationToken);

        Assert.That(run.Out, Does.Contain("4 datagrams of 2 machines").And.Contain("1 datagram of other protocols"));
        Assert.That(run.Out, Does.Contain("10.0.0.1 talks to 10.0.0.10:17893 (SC&MP 3.4.2), 10.0.0.2:17893 (SC&MP 4.0.0)."));
        Assert.That(run.Out, Does.Contain("Machines run different monitors: SC&MP 3.4.2, SC&MP 4.0.0."));
    }

    [Test]
    public async Task Of_a_damaged_file_all_is_told_that_can_be_read(CancellationToken cancellationToken)
    {
        var file = new PcapFile();
        file.Request(s_host, s_board, 1);
        file.Wait(1);
        file.Reply(s_host, s_board, 1);
        byte[] damaged = [.. file.Bytes, .. Enumerable.Repeat((byte)0xFF, 100)];

        CommandRun run = await ExplainAsync(damaged, cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Out, Does.Contain("Ok to Read #1").And.Contain("2 datagrams of 1 machine"));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Match(@"^spinnman: .*file: The packet at byte \d+ of the capture has a length of 4294967295 bytes: the file is damaged\."));
    }

    [TestCase(new byte[0], "it has fewer than 4 bytes")]
    [TestCase(new byte[] { 1, 2, 3, 4, 5 }, "it begins with 0x04030201")]
    public async Task What_is_no_capture_is_an_error(byte[] bytes, string message)
    {
        CommandRun run = await ExplainAsync(bytes, CancellationToken.None);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Failure));
        Assert.That(run.Error, Does.Contain(message));
    }

    [Test]
    public async Task Memory_is_bounded_however_long_the_file_is(CancellationToken cancellationToken)
    {
        var file = new PcapFile();
        for (int number = 0; number < 12_000; number++)
        {
            file.Request(new IPEndPoint(s_host.Address, 1 + (number % 12_000)), new IPEndPoint(new IPAddress([10, 1, (byte)(number >> 8), (byte)number]), 17893), (ushort)number);
            file.Wait(0.01);
        }

        CommandRun run = await ExplainAsync(file.Bytes, cancellationToken);

        Assert.That(run.Out, Does.Contain("12,000 datagrams of 4,096 machines").And.Contain("4,096 further machines are not told of."));
    }

    private async Task<CommandRun> ExplainAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(_directory.File("file"), bytes, cancellationToken);
        return await CommandRun.OfAsync(["explain", _directory.File("file")], cancellationToken: cancellationToken);
    }

    private static long Number(Match match, string group) => long.Parse(match.Groups[group].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
