using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>Sends Ctrl-C to the program. If its time for cleaning up is over, the program ends itself, and says so. These tests measure no time, and give slow computers more time for cleaning up.</summary>
[Platform(Include = "Linux", Reason = "Signals are sent with Linux's own tools.")]
internal sealed class InterruptionTests
{
    private const string Overdue = "before all was cleaned up";

    /// <summary>Runs a command, and stops it when it sends a kind of request for the n-th time. This request and later ones of its kind do not reach the board, so that the command cannot end before
    /// it has received the signal.</summary>
    [TestCase("load HOST DIR/app.aplx --method copy", ScpCommand.ApplicationCopyRun, 20, "INT")]
    [TestCase("load HOST DIR/app.aplx --method flood", ScpCommand.FloodFillData, 20, "INT")]
    [TestCase("load HOST DIR/app.aplx --method direct", ScpCommand.Write, 300, "INT")]
    [TestCase("load HOST DIR/app.aplx", ScpCommand.Count, 1, "TERM", Description = "all cores have it, and are counted")]
    [TestCase("run HOST DIR/app.aplx --method copy", ScpCommand.ApplicationCopyRun, 20, "TERM")]
    [TestCase("run HOST DIR/app.aplx", ScpCommand.FloodFillData, 20, "INT")]
    [TestCase("read HOST 0,0 0x60400000 1000000 DIR/read.bin", ScpCommand.Read, 100, "INT")]
    [TestCase("write HOST 0,0 0x60400000 DIR/app.aplx", ScpCommand.Write, 100, "INT")]
    [TestCase("fill HOST 0,0 0x60400000 1000000 1", ScpCommand.Fill, 1, "INT")]
    [TestCase("tags HOST --set 1=127.0.0.1:17895", ScpCommand.IPTag, 2, "INT")]
    [TestCase("routes HOST", ScpCommand.Read, 80, "INT")]
    [TestCase("ps HOST", ScpCommand.ChipInfo, 60, "INT")]
    [CancelAfter(60_000)]
    public async Task Halfway_a_command_ends_and_leaves_nothing(string command, ScpCommand request, int count, string signal, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(new ApplicationRule("app", static () => new IdleApplication()), cancellationToken);
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File("app.aplx"), VirtualApplicationImage.Create("app", 32768), cancellationToken);
        var started = new TaskCompletionSource<SpinnmanProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        int left = count;
        await using var relay = new Relay(machine.Boards[0].EndPoint, async sent =>
        {
            if (sent != request || --left > 0)
                return true;

            if (left == 0)
                await (await started.Task).SignalAsync(signal, cancellationToken);

            return false;
        });
        string[] words = command.Replace("HOST", relay.Host, StringComparison.Ordinal).Replace("DIR", directory.File(""), StringComparison.Ordinal).Split(' ');
        using var spinnman = SpinnmanProcess.Start(words);
        started.SetResult(spinnman);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted), await spinnman.ErrorAsync(cancellationToken));
        Assert.That(await spinnman.ErrorAsync(cancellationToken), Does.Contain("spinnman: stopped.").And.Not.Contain(Overdue));
        Assert.That(File.Exists(directory.File("read.bin")), Is.False);
        await MachineState.AssertIsCleanAsync(machine, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task While_cores_run_the_application_is_stopped(CancellationToken cancellationToken)
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using VirtualMachine machine = await StartAsync(new ApplicationRule("app", () => new Watched(running)), cancellationToken);
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File("app.aplx"), VirtualApplicationImage.Create("app"), cancellationToken);
        using var spinnman = SpinnmanProcess.Start("run", $"{machine.Boards[0].EndPoint}", directory.File("app.aplx"));
        await running.Task.WaitAsync(cancellationToken);

        await AssertStopsAsync(spinnman, cancellationToken);
        await MachineState.AssertIsCleanAsync(machine, cancellationToken);
    }

    [TestCase("read HOST 1,0 0x60400000 20000000 DIR/moved.bin")]
    [TestCase("write HOST 1,0 0x60400000 DIR/data.bin")]
    [CancelAfter(60_000)]
    public async Task While_memory_is_streamed_the_routers_get_their_settings_back(string command, CancellationToken cancellationToken)
    {
        var streaming = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions
            {
                Board = BoardType.Spin3,
                ServiceTime = ServiceTime.Hardware,
                Applications =
                [
                    new ApplicationRule("extra_monitor", () => new Streamer(streaming, new ExtraMonitorApplication())),
                    new ApplicationRule("packet_gatherer", () => new Streamer(streaming, new PacketGathererApplication())),
                ],
            },
            cancellationToken);
        uint[] before = Routers(machine);
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File("data.bin"), new byte[20_000_000], cancellationToken);
        string[] words = command.Replace("HOST", $"{machine.Boards[0].EndPoint}", StringComparison.Ordinal).Replace("DIR", directory.File(""), StringComparison.Ordinal).Split(' ');
        using var spinnman = SpinnmanProcess.Start([.. words, "--fast", "--monitor", "virtual:extra_monitor", "--gatherer", "virtual:packet_gatherer"]);
        await streaming.Task.WaitAsync(cancellationToken);
        uint[] meanwhile = Routers(machine);

        await AssertStopsAsync(spinnman, cancellationToken);

        Assert.That(meanwhile, Is.Not.EqualTo(before));
        Assert.That(Routers(machine), Is.EqualTo(before));
        Assert.That(File.Exists(directory.File("moved.bin")), Is.False);
        await MachineState.AssertIsCleanAsync(machine, cancellationToken);
    }

    [TestCase("iobuf HOST 0,0,1 --follow", false)]
    [TestCase("wait HOST 40 finished", true)]
    [CancelAfter(60_000)]
    public async Task What_goes_on_for_ever_ends(string command, bool isSilent, CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(new ApplicationRule("app", static () => new IdleApplication()), cancellationToken);
        machine.Run(new(0, 0, 1), new Talker(), 40);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0;
        await using var relay = new Relay(machine.Boards[0].EndPoint, sent =>
        {
            // The command first asks all chips for their cores and their states, and then asks the chip of the application again and again.
            if (sent == ScpCommand.ChipInfo && ++asked > 48 + 48 + 2)
                waits.TrySetResult();

            return Task.FromResult(true);
        });
        using var spinnman = SpinnmanProcess.Start(command.Replace("HOST", relay.Host, StringComparison.Ordinal).Split(' '));
        if (isSilent)
            await waits.Task.WaitAsync(cancellationToken);
        else
            await spinnman.Out.ReadLineAsync(cancellationToken);

        await AssertStopsAsync(spinnman, cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_command_that_it_runs_ends_with_it(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await StartAsync(new ApplicationRule("app", static () => new IdleApplication()), cancellationToken);
        using var spinnman = SpinnmanProcess.Start("counters", $"{machine.Boards[0].EndPoint}", "--", "sh", "-c", "echo $$; sleep 1000");
        string? child = await spinnman.Out.ReadLineAsync(cancellationToken);

        await AssertStopsAsync(spinnman, cancellationToken);

        while (IsAlive(child))
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_second_is_not_too_short_to_end_very_many_processes(CancellationToken cancellationToken)
    {
        // A search among all processes of the computer for the children of each of them would take seconds.
        const int children = 400;
        await using VirtualMachine machine = await StartAsync(new ApplicationRule("app", static () => new IdleApplication()), cancellationToken);
        using var spinnman = SpinnmanProcess.StartWithoutGrace(
            "counters", $"{machine.Boards[0].EndPoint}", "--", "sh", "-c", $"for i in $(seq {children}); do sleep 1000 & echo $!; done; echo; wait");
        var all = new List<string>();
        while (await spinnman.Out.ReadLineAsync(cancellationToken) is { Length: > 0 } child)
            all.Add(child);

        await spinnman.SignalAsync("INT", cancellationToken);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted));
        Assert.That(all, Has.Count.EqualTo(children));

        // Killed processes end when the system runs them next. Halted processes never end.
        while (all.Any(IsAlive))
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_reader_of_its_output_that_does_not_read_cannot_hold_it(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        using var spinnman = SpinnmanProcess.StartWithoutGrace("read", $"{machine.Boards[0].EndPoint}", "0,0", "0x60400000", "4000000");
        Assert.That(await spinnman.Out.ReadAsync(new char[1], cancellationToken), Is.EqualTo(1));

        await spinnman.SignalAsync("INT", cancellationToken);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_machine_that_fell_silent_cannot_hold_it(CancellationToken cancellationToken)
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using VirtualMachine machine = await StartAsync(new ApplicationRule("app", () => new Watched(running)), cancellationToken);
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File("app.aplx"), VirtualApplicationImage.Create("app"), cancellationToken);
        using var spinnman = SpinnmanProcess.StartWithoutGrace("run", $"{machine.Boards[0].EndPoint}", directory.File("app.aplx"), "--cores", "0,0,1");
        await running.Task.WaitAsync(cancellationToken);
        machine.Boards[0].IsMute = true;

        await spinnman.SignalAsync("INT", cancellationToken);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted));
    }

    /// <summary>The control registers of all routers, which have their timeouts.</summary>
    private static uint[] Routers(VirtualMachine machine)
    {
        const uint control = 0xE1000000;
        var word = new byte[sizeof(uint)];
        return [.. machine.Boards[0].Chips.Select(chip =>
        {
            machine.ReadMemory(chip.Location, control, word);
            return BitConverter.ToUInt32(word);
        })];
    }

    /// <summary>Whether a process exists, also if it is halted. A process that has ended stays as a zombie until its parent asks for its exit code, and does not count.</summary>
    private static bool IsAlive(string? process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task AssertStopsAsync(SpinnmanProcess spinnman, CancellationToken cancellationToken)
    {
        await spinnman.SignalAsync("INT", cancellationToken);

        Assert.That(await spinnman.ExitCodeAsync(cancellationToken), Is.EqualTo(ExitCodes.Interrupted), await spinnman.ErrorAsync(cancellationToken));
        Assert.That(await spinnman.ErrorAsync(cancellationToken), Does.Contain("spinnman: stopped.").And.Not.Contain(Overdue));
    }

    private static Task<VirtualMachine> StartAsync(ApplicationRule rule, CancellationToken cancellationToken) =>
        VirtualMachine.StartAsync(new VirtualMachineOptions { Board = BoardType.Spin5, Applications = [rule], ServiceTime = ServiceTime.Hardware }, cancellationToken);

    private sealed class Watched(TaskCompletionSource started) : IVirtualCoreApplication
    {
        public string Name => "app";

        public void OnStart(IVirtualCore core) => started.TrySetResult();

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
        }
    }

    /// <summary>A program that streams memory, and tells when the first stream begins.</summary>
    private sealed class Streamer(TaskCompletionSource streaming, IVirtualCoreApplication inner) : IVirtualCoreApplication
    {
        /// <summary>The first words of messages that begin a stream to the host, and one to the machine.</summary>
        private static readonly uint[] s_beginnings = [100, 200];

        public string Name => inner.Name;

        public bool UsesSpin1Api => inner.UsesSpin1Api;

        public bool TakesStream(byte port) => inner.TakesStream(port);

        public void OnStart(IVirtualCore core) => inner.OnStart(core);

        public void OnBarrier(IVirtualCore core) => inner.OnBarrier(core);

        public void OnSignal(IVirtualCore core, Signal signal) => inner.OnSignal(core, signal);

        public void OnMulticast(IVirtualCore core, uint key, uint? payload) => inner.OnMulticast(core, key, payload);

        public void OnFixedRoute(IVirtualCore core, uint data, uint? payload) => inner.OnFixedRoute(core, data, payload);

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
            if (message.Data.Length >= sizeof(uint) && s_beginnings.Contains(BitConverter.ToUInt32(message.Data.Span)))
                streaming.TrySetResult();

            inner.OnMessage(core, message);
        }
    }

    private sealed class Talker : IVirtualCoreApplication
    {
        public string Name => "talker";

        public void OnStart(IVirtualCore core) => core.Print("hello\n");

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
        }
    }
}
