using System.Net;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Tests.Booting;

/// <summary>Booting, on a simulated clock: minutes of waiting take milliseconds.</summary>
internal sealed class BoardBooterTests
{
    private static readonly BootImage s_image = new(VirtualBootImage.Create());

    [Test, CancelAfter(20_000)]
    public async Task A_board_is_ready_when_it_knows_its_place_and_not_before(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions { Booted = false, BootTiming = BootTiming.Real });
        var phases = new Phases();

        BootResult result = await world.BootAsync(progress: phases, cancellationToken: cancellationToken);

        Assert.That(world.Machine.Boards[0].State, Is.EqualTo(BoardState.Ready));
        Assert.That((result.WasRunning, result.Rounds, result.Version.Core.Chip), Is.EqualTo((false, 1, new ChipLocation(0, 0))));
        Assert.That(result.Version.Version, Is.EqualTo(new SoftwareVersion(4, 0, 0)));
        Assert.That(world.Scamp.Chip, Is.EqualTo(new ChipLocation(0, 0)));
        Assert.That(phases.Seen, Is.EqualTo(new[] { BootPhase.Asking, BootPhase.Sending, BootPhase.Silent, BootPhase.Initialising, BootPhase.Ready }));
    }

    [Test, CancelAfter(20_000)]
    public async Task What_the_image_is_told_reaches_the_system_variables(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions { Booted = false });
        var options = new BootOptions { BoardVersion = 5, Variables = new Dictionary<SystemVariable, ulong> { [SystemVariable.LedHalfPeriod] = 7 } };

        await world.BootAsync(options, cancellationToken: cancellationToken);

        var variables = new byte[SystemVariable.BlockSize];
        world.Machine.ReadMemory(new ChipLocation(0, 0), MemoryMap.SystemVariables, variables);
        Assert.That(SystemVariable.HardwareVersion.Read(variables), Is.EqualTo(5));
        Assert.That(SystemVariable.LedHalfPeriod.Read(variables), Is.EqualTo(7));
    }

    [TestCase(null, 3)]
    [TestCase(0, 0)]
    [TestCase(7, 7)]
    [CancelAfter(20_000)]
    public async Task Boards_watch_their_cores_unless_they_are_told_not_to(int? count, int watched, CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions { Booted = false });

        await world.BootAsync(count is { } given ? new BootOptions { SoftwareWatchdog = given } : new BootOptions(), cancellationToken: cancellationToken);

        var variables = new byte[SystemVariable.BlockSize];
        world.Machine.ReadMemory(new ChipLocation(0, 0), MemoryMap.SystemVariables, variables);
        Assert.That(SystemVariable.SoftwareWatchdogCount.Read(variables), Is.EqualTo(watched));
    }

    [Test]
    public void Variables_win_over_the_watchdog_of_the_options()
    {
        var options = new BootOptions { Variables = new Dictionary<SystemVariable, ulong> { [SystemVariable.SoftwareWatchdogCount] = 9 } };

        Assert.That(options.AllVariables[SystemVariable.SoftwareWatchdogCount], Is.EqualTo(9));
        Assert.That(() => new BootOptions { SoftwareWatchdog = 256 }, Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => new BootOptions { SoftwareWatchdog = -1 }, Throws.TypeOf<InvalidParameterException>());
    }

    [Test, CancelAfter(20_000)]
    public async Task A_board_that_runs_is_left_alone(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions { Booted = true });

        BootResult result = await world.BootAsync(cancellationToken: cancellationToken);

        Assert.That((result.WasRunning, result.Rounds), Is.EqualTo((true, 0)));
        Assert.That(result.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test, CancelAfter(20_000)]
    public async Task Blocks_that_got_lost_are_sent_again(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions
        {
            Booted = false,
            Seed = 3,
            Faults = new FaultOptions { Ingress = new LinkFaults { Loss = 0.3 } },
        });

        BootResult result = await world.BootAsync(new BootOptions { Rounds = 20 }, cancellationToken: cancellationToken);

        Assert.That(result.Rounds, Is.InRange(2, 19));
        Assert.That(world.Machine.Boards[0].State, Is.EqualTo(BoardState.Ready));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_board_without_power_is_reported_as_silent(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions
        {
            Booted = false,
            Faults = new FaultOptions { Ingress = new LinkFaults { Loss = 1 } },
        });

        BoardBootException? error = await Assert.ThrowsAsync<BoardBootException>(() => world.BootAsync(new BootOptions { Rounds = 2 }, cancellationToken: cancellationToken));

        Assert.That((error!.Failure, error.Rounds, error.LastVersion, error.IsTransient), Is.EqualTo((BoardBootFailure.Silent, 2, (VersionInfo?)null, true)));
        Assert.That(error.Message, Does.Contain("127.0.0.1").And.Contain("2 times").And.Contain("power cycle"));
        Assert.That(error.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(10)));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_board_that_never_finds_its_chips_is_reported_so(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions
        {
            Booted = false,
            BootTiming = BootTiming.Compressed with { LinkTest = TimeSpan.FromHours(1) },
        });

        BoardBootException? error = await Assert.ThrowsAsync<BoardBootException>(() => world.BootAsync(cancellationToken: cancellationToken));

        Assert.That(error!.Failure, Is.EqualTo(BoardBootFailure.StillInitialising));
        Assert.That(error.LastVersion!.Value.Core.Chip, Is.EqualTo(ChipLocation.Root));
        Assert.That(error.Elapsed, Is.InRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90)));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_BMP_is_no_board(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions(), static machine => machine.Bmp.EndPoint);

        BoardBootException? error = await Assert.ThrowsAsync<BoardBootException>(() => world.BootAsync(cancellationToken: cancellationToken));

        Assert.That((error!.Failure, error.IsTransient), Is.EqualTo((BoardBootFailure.WrongSoftware, false)));
        Assert.That(error.Message, Does.Contain("board management processor"));
    }

    [Test, CancelAfter(20_000)]
    public async Task Forcing_a_board_that_runs_tells_that_it_took_nothing(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions { Booted = true });
        world.Time.Advance(TimeSpan.FromSeconds(30));

        BoardBootException? error = await Assert.ThrowsAsync<BoardBootException>(() => world.BootAsync(new BootOptions { Force = true }, cancellationToken: cancellationToken));

        Assert.That(error!.Failure, Is.EqualTo(BoardBootFailure.AlreadyRunning));
    }

    [Test, CancelAfter(20_000)]
    public async Task Forcing_a_board_that_waits_boots_it(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions { Booted = false });

        BootResult result = await world.BootAsync(new BootOptions { Force = true }, cancellationToken: cancellationToken);

        Assert.That((result.WasRunning, result.Rounds), Is.EqualTo((false, 1)));
    }

    [Test, CancelAfter(20_000)]
    public async Task It_can_be_cancelled_while_it_waits(CancellationToken cancellationToken)
    {
        await using World world = await World.StartAsync(new VirtualMachineOptions { Booted = false, BootTiming = BootTiming.Compressed with { Silence = TimeSpan.FromHours(1) } });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var phases = new Phases(phase =>
        {
            if (phase == BootPhase.Silent)
                stop.Cancel();
        });

        OperationCanceledException? error = await Assert.CatchAsync<OperationCanceledException>(() => world.BootAsync(progress: phases, cancellationToken: stop.Token));

        Assert.That(error!.CancellationToken, Is.EqualTo(stop.Token));
    }

    [Test]
    public void Options_refuse_what_makes_no_sense()
    {
        Assert.That(() => new BootOptions { BoardVersion = 6 }, Throws.InstanceOf<InvalidParameterException>());
        Assert.That(() => new BootOptions { Rounds = 0 }, Throws.InstanceOf<InvalidParameterException>());
        Assert.That(() => new BootOptions { PollInterval = TimeSpan.Zero }, Throws.InstanceOf<InvalidParameterException>());
    }

    private sealed class Phases(Action<BootPhase>? onPhase = null) : IProgress<BootProgress>
    {
        public List<BootPhase> Seen { get; } = [];

        public void Report(BootProgress value)
        {
            if (Seen.Count == 0 || Seen[^1] != value.Phase)
                Seen.Add(value.Phase);

            onPhase?.Invoke(value.Phase);
        }
    }

    private sealed class World : IAsyncDisposable
    {
        private World(SimulatedTime time, VirtualMachine machine, ScampConnection scamp, BootConnection boot)
        {
            Time = time;
            Machine = machine;
            Scamp = scamp;
            Boot = boot;
        }

        public SimulatedTime Time { get; }

        public VirtualMachine Machine { get; }

        public ScampConnection Scamp { get; }

        private BootConnection Boot { get; }

        public static async Task<World> StartAsync(VirtualMachineOptions options, Func<VirtualMachine, IPEndPoint>? target = null)
        {
            var time = new SimulatedTime();
            var network = new InMemoryNetwork(time);
            VirtualMachine machine = await VirtualMachine.StartAsync(options with { TimeProvider = time, Network = network });
            var scampOptions = new ScampConnectionOptions { TimeProvider = time, Network = network, RunContinuationsAsynchronously = false };
            ScampConnection scamp = await ScampConnection.ConnectAsync(target?.Invoke(machine) ?? machine.Boards[0].EndPoint, scampOptions);
            var bootOptions = new BootConnectionOptions { TimeProvider = time, Network = network, RunContinuationsAsynchronously = false };
            BootConnection boot = await BootConnection.OpenAsync(machine.Boards[0].BootEndPoint, bootOptions);
            return new World(time, machine, scamp, boot);
        }

        public Task<BootResult> BootAsync(BootOptions? options = null, IProgress<BootProgress>? progress = null, CancellationToken cancellationToken = default) =>
            Time.RunUntilAsync(
                BoardBooter.BootAsync(Scamp, Boot, s_image, (options ?? new BootOptions()) with { TimeProvider = Time }, progress, cancellationToken),
                cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await Boot.DisposeAsync();
            await Scamp.DisposeAsync();
            await Machine.DisposeAsync();
        }
    }
}
