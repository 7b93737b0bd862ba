using System.Net;
using System.Text.RegularExpressions;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>A session as people have them: a board is found and booted, a program is loaded, live data comes and goes, and the network loses some. One file has all of it.</summary>
[CancelAfter(120_000)]
internal sealed partial class CapturedSessionTests
{
    private const string Live = "--keys in=0x70000+100@1,1,1";

    private static readonly LinkFaults s_loss = new() { Loss = 0.03 };

    private static readonly string[] s_afterBoot =
    [
        "discover HOST", "info HOST --chips", "load HOST DIR/app.aplx --cores *,*,5 --app-id 40 --method flood", "ps HOST --cores 0,0,5", "write HOST 1,1 0x60300000 DIR/data.bin --verify", "read HOST 1,1 0x60300000 5000 --hex", "stop HOST 40",
    ];

    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void SetUp() => _directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public async Task Tshark_explain_and_answer_from_know_all_of_it(CancellationToken cancellationToken)
    {
        (string file, List<string> told) = await CaptureAsync(cancellationToken);

        CommandRun explained = await CommandRun.OfAsync(["explain", file], cancellationToken: cancellationToken);
        (List<string> again, CommandRun vm) = await AnswerAsync(file, cancellationToken);
        int count = PacketCaptureReader.Read(file).Count();

        Assert.That(explained.ExitCode, Is.EqualTo(ExitCodes.Success), explained.Error);
        Assert.That(explained.Out, Does.Contain(", try 2").And.Match("(?m)^(ok|note|warning|problem) +loss .* were lost"), "what was lost");
        Assert.That(explained.Out, Does.Contain("waits for a boot image").And.Contain("boot: the image is complete").And.Match("Version #").And.Contain(" FloodFillData #"), "it was found, booted, and loaded");
        Assert.That(explained.Out, Does.Match("< 127[0-9.]+:17893  2 events, 10 bytes").And.Match("> 127[0-9.]+:17893  1,1,1  message at port 1: 3 events, ").And.Not.Contain("another protocol"), "live data came and went");
        Assert.That(again, Is.EqualTo(told), vm.Error);

        // The first block of a boot image has the time of booting. Nobody answers blocks in any case.
        Assert.That(vm.ErrorLines.Where(static line => line.StartsWith("unanswered: ", StringComparison.Ordinal)), Is.All.Contains("boot: block 0,"));

        // Last, since it ends the test where there is no tshark.
        string[] frames = await Tshark.ReadAsync(file, "-T", "fields", "-e", "_ws.col.Protocol", "-e", "_ws.col.Info");
        string[] broken = await Tshark.ReadAsync(file, "-Y", "_ws.malformed || _ws.lua.error || data");

        Assert.That(frames, Has.Length.EqualTo(count).And.All.Match("^(SpiNNaker|EIEIO|SpiNNaker boot)\t."));
        Assert.That(frames, Has.Some.Contains("Version #").And.Some.Contains("2 events").And.Some.Contains("[try 2]"));
        Assert.That(broken, Is.Empty);
    }

    [Test]
    public async Task Tshark_and_explain_survive_datagrams_that_were_damaged(CancellationToken cancellationToken)
    {
        const int Rounds = 10;
        const int MostChanges = 4;
        (string file, _) = await CaptureAsync(cancellationToken);
        var random = new Random(17);
        var damaged = new PcapFile();
        int count = 0;
        foreach (CapturedDatagram datagram in Enumerable.Repeat(PacketCaptureReader.Read(file), Rounds).SelectMany(static datagrams => datagrams))
        {
            byte[] data = datagram.Data.ToArray();
            for (int change = random.Next(1, MostChanges); change > 0 && data.Length > 0; change--)
            {
                // Most of what decides is at the front.
                data[random.Next(random.Next(1, data.Length + 1))] = (byte)random.Next(256);
                if (random.Next(4) == 0)
                    data = data[..random.Next(data.Length + 1)];
            }

            damaged.Add(datagram.From, datagram.To, data);
            count++;
        }

        await File.WriteAllBytesAsync(_directory.File("damaged.pcap"), damaged.Bytes, cancellationToken);
        CommandRun explained = await CommandRun.OfAsync(["explain", _directory.File("damaged.pcap"), "--brief"], cancellationToken: cancellationToken);
        Assert.That((explained.ExitCode, count), Is.EqualTo((ExitCodes.Success, Rounds * PacketCaptureReader.Read(file).Count())), explained.Error);

        // Other dissectors see what is not ours any more. In ours there must be no error.
        string[] frames = await Tshark.ReadAsync(_directory.File("damaged.pcap"), "-T", "fields", "-e", "_ws.col.Info");
        string[] broken = await Tshark.ReadAsync(_directory.File("damaged.pcap"), "-Y", "_ws.lua.error || (_ws.malformed && spinnaker)");

        Assert.That(frames, Has.Length.EqualTo(count));
        Assert.That(broken, Is.Empty);
    }

    /// <summary>Runs the session, with the capture of each command behind that of the one before.</summary>
    private async Task<(string File, List<string> Told)> CaptureAsync(CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(_directory.File("app.aplx"), VirtualApplicationImage.Create("app", 4096), cancellationToken);
        await File.WriteAllBytesAsync(_directory.File("data.bin"), [.. Enumerable.Range(0, 5000).Select(static number => (byte)(number * 7))], cancellationToken);
        string file = _directory.File("session.pcapng");
        int port = await FreePorts.FindAsync(cancellationToken);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            LiveMachine.Options with
            {
                BindAddress = IPAddress.Parse(LoopbackAddresses.Take()),
                UseTruePorts = true,
                Booted = false,
                Seed = 11,
                AnnouncementTargets = [new IPEndPoint(IPAddress.Loopback, port)],
                AnnouncementInterval = TimeSpan.FromMilliseconds(20),
                Applications = [new ApplicationRule("app", static () => new HelloApplication()), .. ApplicationRule.BuiltIn],
            },
            cancellationToken);
        VirtualBoard board = machine.Boards[0];
        await RunAsync($"listen --count 1 --port {port} --from {board.BootEndPoint.Port}");
        await RunAsync(Boot($"{board.EndPoint}", board.BootEndPoint.Port));
        await RunAsync($"live HOST {Live} --count 3");
        await RunAsync($"live send in 1 5-6 --host HOST {Live}");

        machine.Faults = new FaultOptions { Ingress = s_loss, Egress = s_loss };
        List<string> told = [];
        foreach (string words in s_afterBoot)
            told.Add(await RunAsync(words));

        return (file, told);

        async Task<string> RunAsync(string words)
        {
            string part = _directory.File("part.pcapng");
            string text = await this.RunAsync(words, $"{board.EndPoint}", ["--capture", part], cancellationToken);
            await using FileStream whole = File.Open(file, FileMode.Append);
            await whole.WriteAsync(await File.ReadAllBytesAsync(part, cancellationToken), cancellationToken);
            File.Delete(part);
            return text;
        }
    }

    /// <summary>Runs the session again, with the machine of the capture.</summary>
    private async Task<(List<string> Told, CommandRun Run)> AnswerAsync(string file, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var output = new WatchedWriter();
        Task<CommandRun> serving = CommandRun.OfAsync(["vm", "--ports", "system", "--bind", "127.0.0.1", "--answer-from", file], output: output, cancellationToken: stop.Token);
        Match ready = Regex.Match(await output.FirstLine.WaitAsync(cancellationToken), @"scp=(?<scp>\S+) boot=127\.0\.0\.1:(?<boot>\d+) ");
        string host = ready.Groups["scp"].Value;
        await RunAsync(Boot(host, int.Parse(ready.Groups["boot"].Value, System.Globalization.CultureInfo.InvariantCulture)), host, [], cancellationToken);
        List<string> told = [];
        foreach (string words in s_afterBoot)
            told.Add(await RunAsync(words, host, [], cancellationToken));

        await stop.CancelAsync();
        return (told, await serving);
    }

    private static string Boot(string host, int port) => $"boot {host} --image virtual --pause 0 --boot-port {port}";

    private async Task<string> RunAsync(string words, string host, string[] more, CancellationToken cancellationToken)
    {
        string[] args = [.. words.Replace("HOST", host, StringComparison.Ordinal).Replace("DIR", _directory.Root, StringComparison.Ordinal).Split(' '), .. more];
        CommandRun run = await CommandRun.OfAsync(args, cancellationToken: cancellationToken);
        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), $"{words}: {run.Error}");
        return $"{words}: {Changing().Replace(run.Out, "_")}";
    }

    /// <summary>Times and addresses, which differ from one run to the next, with the columns that they widen.</summary>
    [GeneratedRegex(@"\d+(\.\d+)? (us|ms|s|MB/s)\b|127\.\d+\.\d+\.\d+(:\d+)?| +", RegexOptions.ExplicitCapture)]
    private static partial Regex Changing();
}
