using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using LinkFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests.Applications;

/// <summary>Applications get to all the cores they should, and to no others.</summary>
internal sealed class LoadTests
{
    private const byte Id = 30;
    private static readonly SoftwareVersion s_oldest = new(3, 1, 0);
    private static readonly SoftwareVersion s_older = new(3, 4, 2);
    private static readonly SoftwareVersion s_newest = new(4, 0, 0);

    private static readonly (BoardType Board, TriadArrangement? Triads)[] s_machines =
    [
        (BoardType.Single, null),
        (BoardType.Spin3, null),
        (BoardType.Spin5, null),
        (BoardType.Spin5, new TriadArrangement(1, 1)),
    ];

    [Test, CancelAfter(60_000), Combinatorial]
    public async Task Every_core_gets_it_on_every_machine_under_every_monitor([Values(0, 1, 2, 3)] int kind, [Values(0, 1, 2)] int firmware, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(kind, firmware, cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];

        LoadResult result = await machine.RunAsync(machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello"), cores, Id, cancellationToken: cancellationToken), cancellationToken);

        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EqualTo(cores));
        Assert.That(machine.Look(cores[^1]).ApplicationName, Is.EqualTo("hello"));
        Assert.That((result.Cores.Count, result.Repaired), Is.EqualTo((cores.Length, 0)));
    }

    [Test, CancelAfter(60_000), Combinatorial]
    public async Task Only_the_cores_that_were_named_get_it(
        [Values(LoadMethod.Automatic, LoadMethod.CopyRun, LoadMethod.FloodFill, LoadMethod.Direct)] LoadMethod method, [Values(0, 1, 2)] int firmware, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(2, firmware, cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores.Where(static core => (core.X + (2 * core.Y) + core.Core) % 5 == 0)];
        Task<LoadResult> load = machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello"), cores, Id, new LoadOptions { Method = method }, cancellationToken);

        bool isKnown = method switch { LoadMethod.CopyRun => firmware > 0, LoadMethod.FloodFill => firmware < 2, _ => true };
        if (!isKnown)
        {
            Assert.That(() => load, Throws.TypeOf<InvalidParameterException>().With.Message.Contains("Method"));
            return;
        }

        await machine.RunAsync(load, cancellationToken);

        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EquivalentTo(cores));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_flood_fill_suffices_where_all_chips_get_the_same([Values(0, 1, 2)] int firmware, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(3, firmware, cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores.Where(static core => core.Core is 1 or 17)];

        LoadResult result = await machine.RunAsync(
            machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello", 4096), cores, Id, new LoadOptions { Method = LoadMethod.FloodFill }, cancellationToken), cancellationToken);

        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EqualTo(cores));
        Assert.That(result.Methods, Is.EqualTo(new[] { LoadMethod.FloodFill }));
    }

    /// <summary>By default: whole machines are flooded where that is faster, and what a flood fill cannot say, or says more slowly, goes from chip to chip or to each.</summary>
    [TestCase(2, 3, true, 1024, LoadMethod.FloodFill)]
    [TestCase(2, 2, true, 1024, LoadMethod.FloodFill)]
    [TestCase(2, 1, true, 1024, LoadMethod.CopyRun, Description = "four chips copy it sooner")]
    [TestCase(2, 3, true, 65536, LoadMethod.CopyRun, Description = "it has too many blocks")]
    [TestCase(2, 3, false, 1024, LoadMethod.CopyRun, Description = "not every chip gets the same")]
    [TestCase(1, 3, false, 1024, LoadMethod.FloodFill, Description = "regions say which chips get what")]
    [TestCase(1, 1, true, 1024, LoadMethod.CopyRun)]
    [TestCase(0, 2, true, 1024, LoadMethod.FloodFill)]
    [TestCase(0, 1, true, 1024, LoadMethod.Direct)]
    [TestCase(0, 2, true, 65536, LoadMethod.Direct)]
    [CancelAfter(60_000)]
    public async Task The_default_method_is_the_fastest_that_suffices(int firmware, int kind, bool allTheSame, int size, LoadMethod expected, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(kind, firmware, cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores.Where(core => allTheSame || (core.X + core.Y) % 3 == 0 || core.Core == 1)];

        LoadResult result = await machine.RunAsync(machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello", size), cores, Id, cancellationToken: cancellationToken), cancellationToken);

        Assert.That(result.Methods, Is.EqualTo(new[] { expected }));
        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EqualTo(cores));
    }

    [Test, CancelAfter(60_000)]
    public async Task Who_stops_a_flood_fill_halfway_stops_nothing_that_runs(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { ServiceTime = ServiceTime.Hardware }, cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];
        await machine.RunAsync(machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello"), cores, Id, cancellationToken: cancellationToken), cancellationToken);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), machine.World.Time);

        Assert.That(
            async () => await machine.RunAsync(machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("ticks", 32768), cores, Id + 1, cancellationToken: stop.Token), cancellationToken),
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EqualTo(cores));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_chips_miss_of_a_flood_fill_they_are_given_again([Values(0, 1, 2)] int firmware, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(3, firmware, cancellationToken);
        machine.Virtual.Faults = new FaultOptions { FloodFillLoss = 0.01 };
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];
        var progress = new Recorder();

        LoadResult result = await machine.RunAsync(
            machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello", 2048), cores, Id, new LoadOptions { Method = LoadMethod.FloodFill, Progress = progress }, cancellationToken),
            cancellationToken);

        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EqualTo(cores));
        Assert.That(result.Repaired, Is.GreaterThan(0).And.LessThan(cores.Length / 2));
        Assert.That(progress.Reports.Select(static report => report.Phase).Distinct(), Is.EqualTo(new[] { LoadPhase.Loading, LoadPhase.Verifying, LoadPhase.Repairing }));
        Assert.That(progress.Reports[^1], Is.EqualTo(new LoadProgress(LoadPhase.Verifying, 0, cores.Length, cores.Length)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_flood_fill_does_not_reach_what_is_ignored([Values(0, 2)] int firmware, CancellationToken cancellationToken)
    {
        var ignored = new ChipLocation(2, 2);
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Firmware = firmware == 0 ? s_oldest : s_newest },
            cancellationToken,
            static options => options with { Discovery = options.Discovery with { Ignored = IgnoredParts.Parse("2,2") } });
        Task<LoadResult> load = machine.Transceiver.Applications.LoadAsync(
            SimulatedMachine.Image("hello"), [.. machine.Machine.ApplicationCores], Id, new LoadOptions { Method = LoadMethod.FloodFill }, cancellationToken);

        if (firmware == 0)
            await machine.RunAsync(load, cancellationToken);
        else
            Assert.That(() => load, Throws.TypeOf<InvalidParameterException>().With.Message.Contains("ignored"));

        Assert.That(machine.CoresIn(CoreState.Ready, Id).Count(), Is.EqualTo(firmware == 0 ? machine.Machine.ApplicationCores.Count() : 0));
        Assert.That(machine.Look(new CoreLocation(ignored, 1)).State, Is.EqualTo(CoreState.Idle));
    }

    [Test, CancelAfter(60_000)]
    public async Task Two_images_go_to_their_own_cores(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(3, 2, cancellationToken);
        CoreLocation[] even = [.. machine.Machine.ApplicationCores.Where(static core => core.Core % 2 == 0)];
        CoreLocation[] odd = [.. machine.Machine.ApplicationCores.Where(static core => core.Core % 2 == 1)];

        await machine.RunAsync(
            machine.Transceiver.Applications.LoadAsync([new ApplicationPart(SimulatedMachine.Image("hello"), even), new ApplicationPart(SimulatedMachine.Image("ticks"), odd)], Id, cancellationToken: cancellationToken),
            cancellationToken);

        Assert.That(even.Select(core => machine.Look(core).ApplicationName).Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { "hello" }));
        Assert.That(odd.Select(core => machine.Look(core).ApplicationName).Distinct(StringComparer.Ordinal), Is.EqualTo(new[] { "ticks" }));
    }

    [Test, CancelAfter(60_000)]
    public async Task Loss_duplication_and_reordering_change_nothing([Values(LoadMethod.CopyRun, LoadMethod.FloodFill, LoadMethod.Direct)] LoadMethod method, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(3, 2, cancellationToken);
        var faults = new LinkFaults { Loss = 0.02, Duplication = 0.02, Reordering = 0.02, Delay = TimeSpan.FromMicroseconds(300), Jitter = TimeSpan.FromMicroseconds(300) };
        machine.Virtual.Faults = new FaultOptions { Ingress = faults, Egress = faults };
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];

        await machine.RunAsync(
            machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello", 2048), cores, Id, new LoadOptions { Method = method }, cancellationToken), cancellationToken);

        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EqualTo(cores));
    }

    [Test, CancelAfter(60_000)]
    public async Task Dead_chips_cores_and_links_are_gone_round(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions
            {
                DeadChips = [new ChipLocation(1, 1), new ChipLocation(0, 1)],
                DeadCores = [new CoreLocation(2, 2, 5)],
                DeadLinks = [(new ChipLocation(1, 0), 1), (new ChipLocation(2, 0), 0)],
            },
            cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];

        await machine.RunAsync(machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello"), cores, Id, cancellationToken: cancellationToken), cancellationToken);

        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EqualTo(cores));
        Assert.That(cores.Select(static core => core.Chip).Distinct().Count(), Is.EqualTo(46));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_whose_link_went_bad_takes_it_another_way([Values(1, 2)] int firmware, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(2, firmware, cancellationToken);

        // The way by which the image should come; what is said to the chip and by it goes other ways.
        machine.Virtual.BreakLink(new ChipLocation(2, 1), 4);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];

        LoadResult result = await machine.RunAsync(
            machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello"), cores, Id, new LoadOptions { Method = LoadMethod.CopyRun }, cancellationToken), cancellationToken);

        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EqualTo(cores));
        Assert.That(result.Repaired, Is.EqualTo(firmware == 1 ? 0 : 17), "version 4 says that all is well");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_falls_silent_fails_its_own_cores_only([Values(LoadMethod.CopyRun, LoadMethod.FloodFill)] LoadMethod method, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(3, 2, cancellationToken);
        var mute = new ChipLocation(4, 8);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];
        var progress = new Recorder { Then = report => machine.BoardOf(mute).IsMute |= report.Done == 20 };
        Task<LoadResult> load = machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello", 8192), cores, Id, new LoadOptions { Method = method, Progress = progress }, cancellationToken);

        MachineOperationException? error = null;
        try
        {
            await machine.RunAsync(load, cancellationToken);
        }
        catch (MachineOperationException exception)
        {
            error = exception;
        }

        CoreLocation[] others = [.. cores.Where(core => machine.Machine[core.Chip].NearestEthernet != mute)];
        Assert.That(error, Is.Not.Null);
        Assert.That(error!.Failures.Select(static failure => failure.Core), Is.EquivalentTo(cores.Except(others)));
        Assert.That(error.Attempted, Is.EqualTo(cores.Length));
        Assert.That(others.All(core => machine.Look(core).State == CoreState.Ready), Is.True);
        Assert.That(machine.World.Time.Elapsed, Is.LessThan(TimeSpan.FromSeconds(60)));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_that_dies_fails_its_own_cores_only([Values(LoadMethod.CopyRun, LoadMethod.Direct)] LoadMethod method, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(2, 2, cancellationToken);
        var dead = new ChipLocation(1, 1);
        machine.Virtual.KillMonitor(dead);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];
        Task<LoadResult> load = machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello"), cores, Id, new LoadOptions { Method = method }, cancellationToken);

        Assert.That(
            () => machine.RunAsync(load, cancellationToken),
            Throws.InstanceOf<MachineOperationException>().With.Matches<MachineOperationException>(error => error!.Failures.All(failure => failure.Core.Chip == dead) && error.Failures.Count == 16));
        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EqualTo(cores.Where(core => core.Chip != dead)));
    }

    [Test, CancelAfter(120_000)]
    public async Task Twenty_four_boards_are_loaded_at_once(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(4, 2) }, cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];

        await machine.RunAsync(machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello"), cores, Id, cancellationToken: cancellationToken), cancellationToken);
        StateCount count = await machine.RunAsync(machine.Transceiver.Applications.CountCoresAsync(Id, CoreState.Ready, cancellationToken), cancellationToken);

        Assert.That(machine.Virtual.Boards, Has.Count.EqualTo(24));
        Assert.That(count, Is.EqualTo(new StateCount((uint)cores.Length, IsComplete: true)));
        Assert.That(machine.Look(cores[^1]).ApplicationName, Is.EqualTo("hello"));
    }

    [Test, CancelAfter(60_000)]
    public async Task With_the_timing_of_real_boards_it_takes_no_longer_than_the_boards_need_and_asks_nothing_twice(
        [Values(LoadMethod.CopyRun, LoadMethod.FloodFill)] LoadMethod method, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), ServiceTime = ServiceTime.Hardware }, cancellationToken);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];
        (long sent, long resent) = Requests();
        TimeSpan start = machine.World.Time.Elapsed;

        await machine.RunAsync(
            machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("hello", 32768), cores, Id, new LoadOptions { Method = method }, cancellationToken), cancellationToken);

        ServiceTime time = ServiceTime.Hardware;
        TimeSpan block = time.PerMessage + (256 * time.PerByte);
        TimeSpan counting = time.PerMessage + TimeSpan.FromMilliseconds(10);

        // Of each board: 128 blocks to write, a core set to start, 47 chips that copy 8192 words, and a count. Or once: a start, a choice, 128 blocks of 66 packets on six links, an end; and a count of each board.
        (TimeSpan best, int requests) = method == LoadMethod.CopyRun
            ? ((128 * block) + time.PerMessage + (47 * (time.PerMessage + time.RemotePerMessage + (8192 * time.PerCopiedWord))) + counting, 3 * (128 + 1 + 47 + 1))
            : ((128 * (block + TimeSpan.FromMicroseconds(6 * 24 * 66))) + (3 * time.PerMessage) + counting, 3 + 128 + 3);
        Assert.That(best / (machine.World.Time.Elapsed - start), Is.GreaterThan(0.9));
        Assert.That(Requests(), Is.EqualTo((sent + requests, resent)));

        (long Sent, long Resent) Requests() =>
            (machine.Transceiver.Connections.Sum(static connection => connection.Statistics.Sent), machine.Transceiver.Connections.Sum(static connection => connection.Statistics.Resent));
    }

    [Test, CancelAfter(30_000)]
    public async Task An_image_that_fails_at_once_is_not_tried_again(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(1, 2, cancellationToken);
        var image = SimulatedMachine.Image("hello").Data.ToArray();
        "SARK/SpiNNaker\03.0.0\0"u8.CopyTo(image.AsSpan(64));
        Task<LoadResult> load = machine.Transceiver.Applications.LoadAsync(new ApplicationImage(image), [new CoreLocation(1, 1, 4)], Id, cancellationToken: cancellationToken);

        Assert.That(() => machine.RunAsync(load, cancellationToken), Throws.InstanceOf<MachineOperationException>().With.Message.Contains("run-time error").And.Message.Contains("1,1,4"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Large_images_are_no_flood_fill_but_get_there([Values(0, 1, 2)] int firmware, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(1, firmware, cancellationToken);
        ApplicationImage image = SimulatedMachine.Image("hello", 100_000);
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];

        Assert.That(
            () => machine.Transceiver.Applications.LoadAsync(image, cores, Id, new LoadOptions { Method = LoadMethod.FloodFill }, cancellationToken),
            Throws.TypeOf<InvalidParameterException>().With.Message.Contains("391 blocks"));
        await machine.RunAsync(machine.Transceiver.Applications.LoadAsync(image, cores, Id, cancellationToken: cancellationToken), cancellationToken);

        Assert.That(machine.CoresIn(CoreState.Ready, Id), Is.EqualTo(cores));
    }

    [Test, CancelAfter(30_000)]
    public async Task Cores_that_cannot_be_are_refused(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(1, 2, cancellationToken);
        ApplicationImage image = SimulatedMachine.Image("hello");
        Transceiver transceiver = machine.Transceiver;
        var core = new CoreLocation(0, 0, 1);

        Assert.That(() => transceiver.Applications.LoadAsync(image, [], Id, cancellationToken: cancellationToken), Throws.TypeOf<InvalidParameterException>());
        Assert.That(() => transceiver.Applications.LoadAsync(image, [new CoreLocation(0, 0, 0)], Id, cancellationToken: cancellationToken), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("monitor"));
        Assert.That(() => transceiver.Applications.LoadAsync(image, [new CoreLocation(5, 5, 1)], Id, cancellationToken: cancellationToken), Throws.TypeOf<InvalidParameterException>().With.Message.Contains("5,5,1"));
        Assert.That(
            () => transceiver.Applications.LoadAsync([new ApplicationPart(image, [core]), new ApplicationPart(SimulatedMachine.Image("ticks"), [core])], Id, cancellationToken: cancellationToken),
            Throws.TypeOf<InvalidParameterException>().With.Message.Contains("ticks"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Loading_is_cancelled_at_once(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await OpenAsync(3, 2, cancellationToken);
        using var stop = new CancellationTokenSource();
        var progress = new Recorder { Then = report => Stop(report.Done == 10) };
        Task<LoadResult> load = machine.Transceiver.Applications.LoadAsync(
            SimulatedMachine.Image("hello", 8192), [.. machine.Machine.ApplicationCores], Id, new LoadOptions { Progress = progress }, stop.Token);

        Assert.That(() => machine.RunAsync(load, cancellationToken), Throws.InstanceOf<OperationCanceledException>().With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(stop.Token));
        Assert.That(progress.Reports, Has.Count.LessThan(60));

        void Stop(bool now)
        {
            if (now)
                stop.Cancel();
        }
    }

    private static Task<SimulatedMachine> OpenAsync(int kind, int firmware, CancellationToken cancellationToken) => SimulatedMachine.OpenAsync(
        new VirtualMachineOptions { Board = s_machines[kind].Board, Triads = s_machines[kind].Triads, Firmware = new[] { s_oldest, s_older, s_newest }[firmware] }, cancellationToken);

    private sealed class Recorder : IProgress<LoadProgress>
    {
        public List<LoadProgress> Reports { get; } = [];

        public Action<LoadProgress>? Then { get; init; }

        public void Report(LoadProgress value)
        {
            lock (Reports)
                Reports.Add(value);

            Then?.Invoke(value);
        }
    }
}
