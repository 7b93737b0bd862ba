using System.Net;
using System.Text;
using SpiNNMan.Async.Emulation.Time;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Executed;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Simulation.Tests.Executed;

/// <summary>Runs are the same again: on a simulated clock, with more host threads, and from a recording.</summary>
internal sealed class RecordingTests
{
    [TestCase(1, 1.0)]
    [TestCase(2, 0.02)]
    public async Task A_recorded_run_is_the_same_again_at_each_second(int threads, double seconds)
    {
        (string recording, Dictionary<double, ulong> hashes) = await RecordAsync(1, seconds);
        var again = new Dictionary<double, ulong>();
        RecordedRunResult result = RecordedRun.Replay(new StringReader(recording), threads, eachSecond: (time, hash) => again[time.TotalSeconds] = hash);

        Assert.That(again, Is.EquivalentTo(hashes));
        Assert.That((result.IsSame, result.RecordedHash), Is.EqualTo((true, hashes.Values.Last())));
        Assert.That(hashes.Values, Is.Unique);
        Assert.That((result.Received, result.Sent), Is.EqualTo(((long)Datagrams(recording), Datagrams(recording) - BootMessages.Of(ChipBench.Image, 3, 1, default).Count())), "all was answered but the boot");
    }

    [Test]
    public async Task The_same_machine_does_the_same_with_two_host_threads()
    {
        (string first, _) = await RecordAsync(1);
        (string second, _) = await RecordAsync(2);

        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public async Task A_recording_that_is_cut_off_is_played_as_far_as_it_goes()
    {
        (string recording, _) = await RecordAsync(1);
        string[] lines = recording.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        RecordedRunResult result = RecordedRun.Replay(new StringReader(string.Join('\n', lines[..^1])));

        Assert.That((result.IsSame, result.Received), Is.EqualTo(((bool?)null, (long)Datagrams(recording))));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_debugger_goes_forth_and_back_in_a_recording(CancellationToken token)
    {
        const uint counter = ChipBench.Counters + 4;
        (string recording, _) = await RecordAsync(1);
        string whole = recording[..recording.IndexOf(" power 0 off", StringComparison.Ordinal)];
        whole = whole[..(whole.LastIndexOf('\n') + 1)];
        RecordedRunResult undisturbed = RecordedRun.Replay(new StringReader(whole), cancellationToken: token);
        double end = Math.Floor(undisturbed.Duration.TotalMilliseconds);

        var listening = new TaskCompletionSource<IPEndPoint>();
        Task<RecordedRunResult> run = RecordedRun.DebugAsync(new StringReader(whole), new IPEndPoint(IPAddress.Loopback, 0), listening.SetResult, cancellationToken: token);
        using var debugger = new RemoteDebugger(await listening.Task);
        Assert.That(await debugger.AskAsync("qSupported:", token), Does.Contain("ReverseStep+;ReverseContinue+"));
        Assert.That(await debugger.AskAsync("?", token), Does.StartWith("T05"));
        await debugger.AskAsync("Hg2", token);
        Assert.That(await MonitorAsync($"run-to {end - 1}ms"), Does.Contain("'continue' stops at"));
        Assert.That(await debugger.AskAsync("vCont;c", token), Does.StartWith("T"));
        string late = await debugger.AskAsync($"m{counter:x},4", token);

        Assert.That(await MonitorAsync($"run-to {end / 2}ms"), Does.Contain(" is before "));
        Assert.That(Count(await debugger.AskAsync($"m{counter:x},4", token)), Is.LessThan(Count(late)).And.GreaterThan(0));
        await MonitorAsync($"run-to {end - 1}ms");
        await debugger.AskAsync("vCont;c", token);
        Assert.That(await debugger.AskAsync($"m{counter:x},4", token), Is.EqualTo(late), "there again");

        await debugger.AskAsync("Hg2", token);
        string registers = await debugger.AskAsync("g", token);
        Assert.That(await debugger.AskAsync("bs", token), Does.StartWith("T05").And.Contain("thread:2;"));
        string before = await debugger.AskAsync("g", token);
        Assert.That(before, Is.Not.EqualTo(registers));
        Assert.That(await debugger.AskAsync("bs", token), Does.StartWith("T05"));
        Assert.That(await debugger.AskAsync("vCont;s:2", token), Does.StartWith("T05"));
        Assert.That(await debugger.AskAsync("g", token), Is.EqualTo(before), "two back and one forth");

        Assert.That(await debugger.AskAsync($"Z2,{counter:x},4", token), Is.EqualTo("OK"));
        Assert.That(await debugger.AskAsync("bc", token), Does.StartWith("T05watch:"));
        Assert.That(await debugger.AskAsync("D", token), Is.EqualTo("OK"));
        RecordedRunResult result = await run;
        Assert.That((result.Hash, result.Received, result.Sent), Is.EqualTo((undisturbed.Hash, undisturbed.Received, undisturbed.Sent)));

        async Task<string> MonitorAsync(string command)
        {
            string reply = await debugger.AskAsync($"qRcmd,{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(command))}", token);
            return Encoding.UTF8.GetString(Convert.FromHexString(reply));
        }

        static uint Count(string word) => BitConverter.ToUInt32(Convert.FromHexString(word));
    }

    [Test]
    public async Task A_run_that_ends_otherwise_is_told()
    {
        (string recording, _) = await RecordAsync(1);
        string whole = recording[..recording.IndexOf(" power 0 off", StringComparison.Ordinal)];
        whole = whole[..(whole.LastIndexOf('\n') + 1)];
        string changed = whole.Replace(" memory 1,1 60003000 0707", " memory 1,1 60003000 0708", StringComparison.Ordinal);
        ulong hash = RecordedRun.Replay(new StringReader(whole)).Hash;
        string end = $"{whole[(whole.TrimEnd().LastIndexOf('\n') + 1)..].Split(' ')[0]} end {hash:x}\n";

        Assert.That(RecordedRun.Replay(new StringReader(whole + end)).IsSame, Is.True);
        Assert.That(RecordedRun.Replay(new StringReader(changed + end)).IsSame, Is.False);
    }

    [TestCase("", 0, "no recording")]
    [TestCase("hello", 1, "no recording")]
    [TestCase("spinnman-recording 2", 1, "version 2")]
    [TestCase("spinnman-recording 1\nchip 0,0 0 0 0 127.0.0.1", 2, "cut off")]
    [TestCase("spinnman-recording 1\nrun", 2, "no chip with an Ethernet")]
    [TestCase("spinnman-recording 1\nchip 0,0 0 1 0 127.0.0.1", 2, "cannot be the monitor")]
    [TestCase("spinnman-recording 1\nchip 0,0 0 1 0", 2, "core 0 does not work")]
    [TestCase("spinnman-recording 1\nchip 0,0 0 zz 0 -", 2, "'zz' is no hexadecimal number up to 3ffff")]
    [TestCase("spinnman-recording 1\nchip 0,0 0 0 0 -\nchip 0,0 0 0 0 -", 3, "twice")]
    [TestCase("spinnman-recording 1\nchip 0,0 0 0 0 -\nwire 0,0 7 0,0", 3, "'7' is not a link of 0 to 5")]
    [TestCase("spinnman-recording 1\nchip 0,0 0 0 0 -\nwire 0,0 1 0,1", 3, "no chip 0,1")]
    [TestCase("spinnman-recording 1\nchip 0,0 0 0 0 127.0.0.1 more", 2, "'more' is too much")]
    [TestCase(Head + "5 power 1 on -", 4, "no board 1")]
    [TestCase(Head + "5 power 0 dim", 4, "neither on nor off")]
    [TestCase(Head + "5 dance", 4, "'dance' is none of")]
    [TestCase(Head + "x power 0 off", 4, "'x' is no number")]
    [TestCase(Head + "5 datagram 0 17893 127.0.0.1:99 abc", 4, "are no bytes")]
    [TestCase(Head + "5 datagram 0 17893 someone 00", 4, "'someone' is no address with a port")]
    [TestCase(Head + "5 memory 0,1 0 00", 4, "no chip 0,1")]
    [TestCase(Head + "# a remark\n\n9 power 0 off\n5 power 0 off", 7, "earlier than that of the previous line")]
    public void Files_that_are_none_get_errors_that_say_where(string text, int line, string problem)
    {
        RecordingException error = Assert.Throws<RecordingException>(() => RecordedRun.Replay(new StringReader(text)))!;

        Assert.That(error.Line, Is.EqualTo(line));
        Assert.That(error.Reason, Does.Contain(problem));
    }

    [Test]
    public async Task A_disk_that_is_full_does_not_stop_the_machine()
    {
        await using ChipBench bench = await ChipBench.StartAsync(static options => options with { Execution = options.Execution with { Recording = new FullDisk() } });
        bench.Time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.That((await bench.Run(bench.Client.GetVersionAsync())).Name, Is.EqualTo("Boot image"));
        Assert.That(bench.Machine.RecordingFailure, Is.InstanceOf<IOException>());
    }

    private const string Head = "spinnman-recording 1\nchip 0,0 0 0 0 127.0.0.1\nrun\n";

    private static int Datagrams(string recording) => recording.Split('\n').Count(static line => line.Contains(" datagram ", StringComparison.Ordinal));

    private static async Task<(string Recording, Dictionary<double, ulong> Hashes)> RecordAsync(int threads, double seconds = 0.02)
    {
        await using var recording = new StringWriter();
        var hashes = new Dictionary<double, ulong>();
        await using (ChipBench bench = await ChipBench.StartAsync(options => options with { Execution = options.Execution with { Recording = recording, HostThreads = threads } }))
        {
            ExecutedMachine executed = bench.Machine.Executed!;
            executed.SecondPassed = now => hashes[VirtualTime.ToTimeSpan(now).TotalSeconds] = executed.Hash();
            bench.Time.Advance(TimeSpan.FromMilliseconds(100));
            var chip = new ChipLocation(1, 1);
            byte[] data = new byte[3000];
            new Random(4).NextBytes(data);
            await bench.Run(bench.Client.WriteMemoryAsync(new CoreLocation(chip, 0), 0x61000000, data));
            await bench.StartProgram(new ChipLocation(0, 1), 4, 0xe3a00206, 0xe4801004, 0xe2811001, 0xe3510b01, 0x1afffffb, 0xee070f90, 0xeafffffd);
            bench.Time.Advance(TimeSpan.FromSeconds(seconds));
            bench.Machine.WriteMemory(chip, 0x60003000, [7, 7]);
            bench.Machine.KeepBusy(chip, TimeSpan.FromMilliseconds(1));
            bench.Machine.BreakLink(new ChipLocation(0, 0), 0);
            bench.Time.Advance(TimeSpan.FromSeconds(seconds));
            bench.Board.SwitchOff();
            bench.Board.SwitchOn();
            bench.Time.Advance(TimeSpan.FromMilliseconds(1));
            hashes[VirtualTime.ToTimeSpan(executed.Now).TotalSeconds] = executed.Hash();
        }

        return (recording.ToString(), hashes);
    }

    private sealed class FullDisk : StringWriter
    {
        private int _left = 20;

        public override void WriteLine(string? value)
        {
            if (--_left < 0)
                throw new IOException("No space left on device.");
        }
    }
}
