using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tags;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using LinkFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests.Applications;

/// <summary>A session leaves nothing behind, however it ends.</summary>
internal sealed class SessionTests
{
    private static readonly ChipLocation s_chip = new(1, 1);
    private static readonly IPEndPoint s_host = new(IPAddress.Parse("10.0.0.200"), 12345);

    [Test, CancelAfter(60_000)]
    public async Task Memory_of_a_session_that_ended_is_left_to_whoever_has_it_now(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        ApplicationSession first = await StartAsync(machine, [new CoreLocation(0, 0, 1)], null, cancellationToken);
        SdramAllocation old = await machine.RunAsync(first.AllocateSdramAsync(s_chip, 1000, cancellationToken: cancellationToken), cancellationToken);
        SdramAllocations many = await machine.RunAsync(first.AllocateSdramAsync([s_chip, default(ChipLocation)], 500, cancellationToken: cancellationToken), cancellationToken);
        await machine.RunAsync(first.StopAsync(cancellationToken), cancellationToken);

        SdramAllocation other = await machine.RunAsync(machine.Transceiver.Sdram.AllocateAsync(s_chip, 1000, applicationId: 99, cancellationToken: cancellationToken), cancellationToken);
        await machine.RunAsync(old.DisposeAsync().AsTask(), cancellationToken);
        await machine.RunAsync(many.DisposeAsync().AsTask(), cancellationToken);

        ChipHeap heap = await machine.RunAsync(machine.Transceiver.Sdram.GetHeapAsync(s_chip, cancellationToken: cancellationToken), cancellationToken);
        Assert.That(other.Address, Is.EqualTo(old.Address), "the same place");
        Assert.That(heap.AllocatedBlocks(99).Count(), Is.EqualTo(1));
        await machine.RunAsync(first.DisposeAsync().AsTask(), cancellationToken);
    }

    [Test, CancelAfter(60_000)]
    public async Task Tags_are_set_as_by_the_machine_and_cleared_on_all_boards(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        ApplicationSession application = await StartAsync(machine, [new CoreLocation(0, 0, 1)], null, cancellationToken);
        await using EieioConnection listener = await EieioConnection.ListenAsync(options: machine.World.Options, cancellationToken: cancellationToken);
        await machine.RunAsync(application.SetIPTagAsync(1, "localhost", 4000, cancellationToken: cancellationToken), cancellationToken);
        await machine.RunAsync(application.SetIPTagAsync(2, listener, cancellationToken: cancellationToken), cancellationToken);
        await machine.RunAsync(application.SetReverseIPTagAsync(3, 20000, new CoreLocation(0, 0, 1), board: new ChipLocation(1, 1), cancellationToken: cancellationToken), cancellationToken);

        IReadOnlyList<BoardTag> tags = await machine.RunAsync(machine.Transceiver.Tags.GetAsync(cancellationToken), cancellationToken);
        await machine.RunAsync(application.DisposeAsync().AsTask(), cancellationToken);

        Assert.That(tags, Has.Count.EqualTo((2 * machine.Transceiver.Connections.Count) + 1));
        Assert.That(await machine.RunAsync(machine.Transceiver.Tags.GetAsync(cancellationToken), cancellationToken), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_subscription_ends_when_it_is_disposed_of_and_is_read_once(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        ApplicationSession application = await StartAsync(machine, [new CoreLocation(0, 0, 1)], null, cancellationToken);
        Subscription<CoreStateChange> states = application.SubscribeToStatesAsync(cancellationToken);
        Subscription<Iobuf> texts = application.SubscribeToIobufAsync(cancellationToken);
        Task<int> reading = CountAsync(states);
        Task<int> following = CountAsync(texts);
        machine.World.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(() => states.GetAsyncEnumerator(cancellationToken), Throws.TypeOf<SubscriptionReadTwiceException>().With.Message.Contains("subscribe again"));
        Assert.That((reading.IsCompleted, following.IsCompleted), Is.EqualTo((false, false)));
        await states.DisposeAsync();
        await texts.DisposeAsync();

        Assert.That(await machine.RunAsync(reading, cancellationToken), Is.EqualTo(1), "the state at the beginning");
        Assert.That(await machine.RunAsync(following, cancellationToken), Is.Zero);
        await machine.RunAsync(application.DisposeAsync().AsTask(), cancellationToken);

        static async Task<int> CountAsync<T>(Subscription<T> items)
        {
            int count = 0;
            await foreach (T item in items)
                count++;

            return count;
        }
    }

    [TestCase(0, "4.0.0")]
    [TestCase(0, "3.4.2")]
    [TestCase(0, "3.1.0")]
    [TestCase(1, "4.0.0")]
    [CancelAfter(60_000)]
    public async Task Everything_is_given_back(int triads, string firmware, CancellationToken cancellationToken)
    {
        int[] numbers = [.. firmware.Split('.').Select(int.Parse)];
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Triads = triads > 0 ? new TriadArrangement(1, 1) : null, Firmware = new SoftwareVersion(numbers[0], numbers[1], numbers[2]) }, cancellationToken);
        SdramSpace before = await SpaceAsync(machine, cancellationToken);
        ApplicationSession application = await StartAsync(machine, [.. machine.Machine.ApplicationCores], null, cancellationToken);
        await machine.RunAsync(application.SetIPTagAsync(2, s_host, new ChipLocation(0, 0), cancellationToken: cancellationToken), cancellationToken);
        await machine.RunAsync(application.SetReverseIPTagAsync(3, 20000, new CoreLocation(0, 0, 1), 1, new ChipLocation(0, 0), cancellationToken), cancellationToken);
        await machine.RunAsync(application.AllocateSdramAsync(s_chip, 1 << 20, tag: 7, cancellationToken: cancellationToken), cancellationToken);
        await machine.RunAsync(machine.Transceiver.GetConnection(s_chip).ExecuteAsync(new RouterAllocate(s_chip, application.ApplicationId, 10), cancellationToken).AsTask(), cancellationToken);
        Assert.That(await FreeEntriesAsync(machine, cancellationToken), Is.EqualTo(1023 - 10));

        await machine.RunAsync(application.DisposeAsync().AsTask(), cancellationToken);

        Assert.That(application.CleanUpError, Is.Null);
        Assert.That(machine.CoresIn(CoreState.Idle, 0).Count(), Is.EqualTo(machine.Machine.ApplicationCores.Count()));
        Assert.That(await SpaceAsync(machine, cancellationToken), Is.EqualTo(before));
        Assert.That(await FreeEntriesAsync(machine, cancellationToken), Is.EqualTo(1023));
        Assert.That(await TagsAsync(machine, cancellationToken), Is.Empty);
        Assert.That(machine.Transceiver.Applications.ApplicationIds.FreeCount, Is.EqualTo(ApplicationIdTracker.MaxId - ApplicationIdTracker.MinId + 1));
    }

    [Test, CancelAfter(30_000)]
    public async Task Disposing_of_the_transceiver_stops_what_is_open(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions(), cancellationToken);
        await StartAsync(machine, [new CoreLocation(2, 3, 4)], null, cancellationToken);
        Assert.That(machine.Look(new CoreLocation(2, 3, 4)).State, Is.EqualTo(CoreState.Running));

        await machine.RunAsync(machine.Transceiver.DisposeAsync().AsTask(), cancellationToken);

        Assert.That(machine.Look(new CoreLocation(2, 3, 4)).State, Is.EqualTo(CoreState.Idle));
    }

    [Test, CancelAfter(30_000)]
    public async Task Cancelling_the_start_half_way_leaves_nothing([Values(LoadMethod.CopyRun, LoadMethod.FloodFill)] LoadMethod method, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        using var stop = new CancellationTokenSource();
        var options = new StartOptions { Load = new LoadOptions { Method = method, Progress = new Canceller(stop) } };
        Task<ApplicationSession> start = machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("printer", 4096), [.. machine.Machine.ApplicationCores], options, stop.Token);

        Assert.That(() => machine.RunAsync(start, cancellationToken), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(machine.CoresIn(CoreState.Idle, 0).Count(), Is.EqualTo(machine.Machine.ApplicationCores.Count()));
        Assert.That(machine.Transceiver.Applications.ApplicationIds.FreeCount, Is.EqualTo(ApplicationIdTracker.MaxId - ApplicationIdTracker.MinId + 1));
    }

    [Test, CancelAfter(30_000)]
    public async Task Disposing_does_not_throw_but_says_what_it_could_not_clean(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        CoreLocation[] cores = [new CoreLocation(0, 0, 1), new CoreLocation(4, 8, 1)];
        ApplicationSession application = await StartAsync(machine, cores, new StartOptions { CleanUpTimeout = TimeSpan.FromSeconds(30) }, cancellationToken);
        machine.BoardOf(cores[1].Chip).IsMute = true;

        await machine.RunAsync(application.DisposeAsync().AsTask(), cancellationToken);

        Assert.That(application.CleanUpError, Is.TypeOf<MachineOperationException>());
        Assert.That(((MachineOperationException)application.CleanUpError!).Failures.Select(static failure => failure.Core.Chip), Is.EqualTo(new[] { cores[1].Chip }));
        Assert.That(machine.Look(cores[0]).State, Is.EqualTo(CoreState.Idle));
        Assert.That(machine.Transceiver.Applications.ApplicationIds.FreeCount, Is.EqualTo(ApplicationIdTracker.MaxId - ApplicationIdTracker.MinId), "its identifier must not be used again");
    }

    [Test, CancelAfter(30_000)]
    public async Task Disposing_takes_no_longer_than_it_may(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken);
        ApplicationSession application = await StartAsync(machine, [new CoreLocation(0, 0, 1)], new StartOptions { CleanUpTimeout = TimeSpan.FromMilliseconds(700) }, cancellationToken);
        machine.Virtual.Boards[0].IsMute = true;
        TimeSpan start = machine.World.Time.Elapsed;

        await machine.RunAsync(application.DisposeAsync().AsTask(), cancellationToken);

        Assert.That(machine.World.Time.Elapsed - start, Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(710)));
        Assert.That(application.CleanUpError, Is.TypeOf<SpinnakerTimeoutException>().With.Message.Contains("0.7 s"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_silent_board_does_not_hinder_an_application_on_others(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        machine.BoardOf(new ChipLocation(4, 8)).IsMute = true;
        TimeSpan start = machine.World.Time.Elapsed;

        ApplicationSession application = await StartAsync(machine, [new CoreLocation(0, 0, 1), new CoreLocation(8, 4, 2)], null, cancellationToken);
        await machine.RunAsync(application.WaitForStateAsync(CoreState.Running, cancellationToken: cancellationToken), cancellationToken);
        await machine.RunAsync(application.DisposeAsync().AsTask(), cancellationToken);

        Assert.That(application.CleanUpError, Is.Null);
        Assert.That(machine.World.Time.Elapsed - start, Is.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test, CancelAfter(60_000)]
    public async Task Loss_duplication_and_reordering_change_nothing(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        var faults = new LinkFaults { Loss = 0.02, Duplication = 0.02, Reordering = 0.02, Delay = TimeSpan.FromMicroseconds(300), Jitter = TimeSpan.FromMicroseconds(300) };
        machine.Virtual.Faults = new FaultOptions { Ingress = faults, Egress = faults };
        CoreLocation[] cores = [.. machine.Machine.ApplicationCores];

        ApplicationSession application = await machine.RunAsync(machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("ticks"), cores, cancellationToken: cancellationToken), cancellationToken);
        await machine.RunAsync(application.WaitForStateAsync(CoreState.Sync0, TimeSpan.FromSeconds(10), cancellationToken), cancellationToken);
        await machine.RunAsync(application.SendSignalAsync(Signal.Sync0, cancellationToken), cancellationToken);
        await machine.RunAsync(application.WaitForStateAsync(CoreState.Finished, TimeSpan.FromSeconds(10), cancellationToken), cancellationToken);
        IReadOnlyList<Iobuf> printed = await machine.RunAsync(application.GetIobufAsync(cancellationToken: cancellationToken), cancellationToken);
        await machine.RunAsync(application.DisposeAsync().AsTask(), cancellationToken);

        Assert.That(printed.Select(static iobuf => iobuf.Text), Is.All.EqualTo("100 ticks done\n"));
        Assert.That(application.CleanUpError, Is.Null);
        Assert.That(machine.CoresIn(CoreState.Idle, 0).Count(), Is.EqualTo(cores.Length));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_detached_application_stays(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken);
        ApplicationSession application = await StartAsync(machine, [new CoreLocation(0, 0, 1)], null, cancellationToken);

        application.Detach();
        await machine.RunAsync(application.DisposeAsync().AsTask(), cancellationToken);
        await machine.RunAsync(machine.Transceiver.DisposeAsync().AsTask(), cancellationToken);

        Assert.That(machine.Look(application.Cores[0]).State, Is.EqualTo(CoreState.Running));
    }

    [Test, CancelAfter(30_000)]
    public async Task Two_sessions_do_not_touch_each_other(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions(), cancellationToken);
        Task<ApplicationSession>[] starts = [.. Enumerable.Range(1, 4).Select(core =>
            machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("printer"), [.. machine.Machine.ApplicationCores.Where(one => one.Core == core)], cancellationToken: cancellationToken))];
        ApplicationSession[] sessions = await machine.RunAsync(Task.WhenAll(starts), cancellationToken);

        await machine.RunAsync(sessions[1].DisposeAsync().AsTask(), cancellationToken);

        Assert.That(sessions.Select(static session => session.ApplicationId).Distinct().Count(), Is.EqualTo(4));
        Assert.That(sessions.Select(session => session.Cores.Count(core => machine.Look(core).State == CoreState.Running)), Is.EqualTo(new[] { 48, 0, 48, 48 }));
    }

    [Test, CancelAfter(30_000)]
    public async Task Identifiers_of_others_are_not_taken(CancellationToken cancellationToken)
    {
        var world = new VirtualMachineOptions { Board = BoardType.Spin3 };
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(world, cancellationToken);
        ApplicationSession first = await StartAsync(machine, [new CoreLocation(0, 0, 1)], null, cancellationToken);
        await using Transceiver other = await machine.RunAsync(
            Transceiver.OpenAsync(machine.Virtual.Boards[0].EndPoint, new TransceiverOptions { Connection = machine.World.Options }, cancellationToken), cancellationToken);

        ApplicationSession second = await machine.RunAsync(other.Applications.StartAsync(SimulatedMachine.Image("printer"), [new CoreLocation(0, 0, 2)], cancellationToken: cancellationToken), cancellationToken);

        Assert.That(second.ApplicationId, Is.Not.EqualTo(first.ApplicationId));
        await machine.RunAsync(second.DisposeAsync().AsTask(), cancellationToken);
        Assert.That(machine.Look(first.Cores[0]).State, Is.EqualTo(CoreState.Running));
    }

    [Test, CancelAfter(60_000)]
    public async Task All_that_others_left_behind_is_cleaned_up([Values(BoardType.Single, BoardType.Spin3, BoardType.Spin5)] BoardType board, CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = board }, cancellationToken);
        byte[] ids = [16, 17, 100, 254, 255];
        for (int i = 0; i < ids.Length; i++)
        {
            await machine.RunAsync(machine.Transceiver.Applications.LoadAsync(SimulatedMachine.Image("crash"), [new CoreLocation(0, 0, (byte)(i + 1))], ids[i], cancellationToken: cancellationToken), cancellationToken);
            await machine.RunAsync(machine.Transceiver.Applications.SendSignalAsync(ids[i], Signal.Start, cancellationToken: cancellationToken), cancellationToken);
        }

        await machine.RunAsync(machine.Transceiver.Connections[0].SetIPTagAsync(5, s_host, cancellationToken: cancellationToken).AsTask(), cancellationToken);

        await machine.RunAsync(machine.Transceiver.Applications.StopAllAsync(cancellationToken: cancellationToken), cancellationToken);

        Assert.That(machine.CoresIn(CoreState.Idle, 0).Count(), Is.EqualTo(machine.Machine.ApplicationCores.Count()));
        Assert.That(await TagsAsync(machine, cancellationToken), Is.Empty);
    }

    [Test, CancelAfter(30_000)]
    public async Task Files_are_loaded_by_their_names(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(new VirtualMachineOptions { Board = BoardType.Spin3 }, cancellationToken);
        string hello = Path.GetTempFileName();
        string ticks = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(hello, VirtualApplicationImage.Create("hello"), cancellationToken);
            await File.WriteAllBytesAsync(ticks, VirtualApplicationImage.Create("ticks"), cancellationToken);
            var targets = new ExecutableTargets();
            targets.Add(hello, [new CoreLocation(0, 0, 1), new CoreLocation(1, 0, 1)]);
            targets.Add(ticks, [new CoreLocation(0, 1, 1)]);

            ApplicationSession both = await machine.RunAsync(machine.Transceiver.Applications.StartAsync(targets, cancellationToken: cancellationToken), cancellationToken);
            ApplicationSession one = await machine.RunAsync(machine.Transceiver.Applications.StartAsync(hello, [new CoreLocation(1, 1, 1)], new StartOptions { StartsAtOnce = false }, cancellationToken), cancellationToken);

            Assert.That(both.Cores.Select(core => machine.Look(core).State), Is.EqualTo(new[] { CoreState.Finished, CoreState.Finished, CoreState.Sync0 }));
            Assert.That(machine.Look(one.Cores[0]).State, Is.EqualTo(CoreState.Ready));
        }
        finally
        {
            File.Delete(hello);
            File.Delete(ticks);
        }
    }

    private static Task<ApplicationSession> StartAsync(SimulatedMachine machine, CoreLocation[] cores, StartOptions? options, CancellationToken cancellationToken) =>
        machine.RunAsync(machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("printer"), cores, options, cancellationToken), cancellationToken);

    private static Task<SdramSpace> SpaceAsync(SimulatedMachine machine, CancellationToken cancellationToken) =>
        machine.RunAsync(machine.Transceiver.GetConnection(s_chip).ExecuteAsync(new SdramGetSpace(s_chip), cancellationToken).AsTask(), cancellationToken);

    private static async Task<int> FreeEntriesAsync(SimulatedMachine machine, CancellationToken cancellationToken) =>
        (await machine.RunAsync(machine.Transceiver.GetConnection(s_chip).GetChipInfoAsync(s_chip, cancellationToken).AsTask(), cancellationToken)).FreeRouterEntries;

    private static async Task<int[]> TagsAsync(SimulatedMachine machine, CancellationToken cancellationToken)
    {
        var used = new List<int>();
        for (byte tag = 0; tag < 8; tag++)
        {
            if ((await machine.RunAsync(machine.Transceiver.Connections[0].GetIPTagAsync(tag, cancellationToken).AsTask(), cancellationToken)).IsInUse)
                used.Add(tag);
        }

        return [.. used];
    }

    private sealed class Canceller(CancellationTokenSource stop) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value)
        {
            if (value.Done == 10)
                stop.Cancel();
        }
    }
}
