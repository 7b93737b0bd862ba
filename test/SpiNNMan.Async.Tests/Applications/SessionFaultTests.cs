using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Sdp;
using LinkFaults = SpiNNMan.Async.Simulation.Faults.LinkFaults;

namespace SpiNNMan.Async.Tests.Applications;

/// <summary>Sessions that something goes wrong with: they say so, and give back what they can.</summary>
internal sealed class SessionFaultTests
{
    private static readonly ChipLocation s_board = new(0, 0);
    private static readonly CoreLocation s_core = new(0, 0, 1);
    private static readonly IPEndPoint s_host = new(IPAddress.Parse("10.0.0.200"), 12345);

    [Test, CancelAfter(30_000)]
    public async Task Cores_that_do_not_hear_the_start_are_told_of(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(
            new VirtualMachineOptions { Board = BoardType.Spin3, Applications = [new ApplicationRule("deaf", static () => new DeafApplication()), .. ApplicationRule.BuiltIn] }, cancellationToken);

        MachineOperationException? error = await Assert.CatchAsync<MachineOperationException>(
            () => machine.FinishAsync(machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("deaf"), [s_core, new CoreLocation(1, 1, 2)], cancellationToken: cancellationToken)));

        Assert.That(error!.Failures.Select(static failure => failure.Core), Is.EqualTo(new[] { s_core, new CoreLocation(1, 1, 2) }));
        Assert.That(error.Message, Does.Contain("Starting failed on 2 of 2").And.Contain("still waits for the signal"));
        Assert.That(machine.Look(s_core).State, Is.EqualTo(CoreState.Idle), "what could not be started is stopped");
        Assert.That(machine.Transceiver.Applications.ApplicationIds.FreeCount, Is.EqualTo(ApplicationIdTracker.MaxId - ApplicationIdTracker.MinId + 1));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_tag_that_was_refused_keeps_no_session_from_ending(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        for (int round = 0; round < 3; round++)
        {
            ApplicationSession session = await StartAsync(machine, cancellationToken);
            await machine.FinishAsync(session.SetIPTagAsync(2, s_host, s_board, cancellationToken: cancellationToken));

            await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(session.SetIPTagAsync(16, s_host, s_board, cancellationToken: cancellationToken)));
            await Assert.ThrowsAsync<InvalidParameterException>(() => machine.FinishAsync(session.SetReverseIPTagAsync(200, 1000, s_core, 1, s_board, cancellationToken)));
            await Assert.CatchAsync(() => machine.FinishAsync(session.SetIPTagAsync(3, new IPEndPoint(IPAddress.IPv6Loopback, 1), s_board, cancellationToken: cancellationToken)));
            await Assert.ThrowsAsync<ArgumentNullException>(() => machine.FinishAsync(session.SetIPTagAsync(4, (IPEndPoint)null!, s_board, cancellationToken: cancellationToken)));
            await machine.FinishAsync(session.DisposeAsync());

            Assert.That(session.CleanUpError, Is.Null);
        }

        Assert.That(await machine.FinishAsync(machine.Transceiver.Tags.GetAsync(cancellationToken: cancellationToken)), Is.Empty);
        Assert.That(machine.Transceiver.Applications.ApplicationIds.FreeCount, Is.EqualTo(ApplicationIdTracker.MaxId - ApplicationIdTracker.MinId + 1));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_tag_that_may_have_been_set_is_cleared(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        ApplicationSession session = await StartAsync(machine, cancellationToken);
        machine.BoardOf(s_board).IsMute = true;
        using (var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(10), machine.World.Time))
            await Assert.CatchAsync<OperationCanceledException>(() => machine.FinishAsync(session.SetIPTagAsync(2, s_host, s_board, cancellationToken: stop.Token)));

        machine.BoardOf(s_board).IsMute = false;
        Assert.That(await machine.FinishAsync(machine.Transceiver.Tags.GetAsync(cancellationToken: cancellationToken)), Has.Count.EqualTo(1));
        await machine.FinishAsync(session.DisposeAsync());

        Assert.That(await machine.FinishAsync(machine.Transceiver.Tags.GetAsync(cancellationToken: cancellationToken)), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_board_that_keeps_its_tag_keeps_no_identifier_and_is_told_of(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        var silent = new ChipLocation(4, 8);
        ApplicationSession session = await StartAsync(machine, cancellationToken);
        await machine.FinishAsync(session.SetIPTagAsync(2, s_host, s_board, cancellationToken: cancellationToken));
        await machine.FinishAsync(session.SetIPTagAsync(2, s_host, silent, cancellationToken: cancellationToken));

        machine.BoardOf(silent).IsMute = true;
        MachineOperationException? stopping = await Assert.CatchAsync<MachineOperationException>(() => machine.FinishAsync(session.StopAsync(cancellationToken)));
        machine.BoardOf(silent).IsMute = false;
        await machine.FinishAsync(session.DisposeAsync());

        Assert.That(stopping!.Failures.Select(static failure => failure.Core.Chip), Is.EqualTo(new[] { silent }));
        Assert.That(session.CleanUpError, Is.Null, "disposing clears what was left");
        Assert.That((await machine.FinishAsync(machine.Transceiver.Tags.GetAsync(cancellationToken: cancellationToken))), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task An_identifier_is_free_when_the_cores_have_stopped_whatever_else_could_not_be_cleaned_up(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Torus, cancellationToken);
        var silent = new ChipLocation(4, 8);
        int free = machine.Transceiver.Applications.ApplicationIds.FreeCount;
        ApplicationSession session = await StartAsync(machine, cancellationToken);
        await machine.FinishAsync(session.SetIPTagAsync(2, s_host, silent, cancellationToken: cancellationToken));
        machine.BoardOf(silent).IsMute = true;

        await machine.FinishAsync(session.DisposeAsync());

        Assert.That(session.CleanUpError, Is.InstanceOf<SpinnakerException>());
        Assert.That(machine.Look(s_core).State, Is.EqualTo(CoreState.Idle));
        Assert.That(machine.Transceiver.Applications.ApplicationIds.FreeCount, Is.EqualTo(free));
        machine.BoardOf(silent).IsMute = false;
    }

    [Test, CancelAfter(30_000)]
    public async Task Whoever_disposes_of_a_transceiver_again_waits_until_the_first_has_ended(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        await StartAsync(machine, cancellationToken);

        Task first = machine.Transceiver.DisposeAsync().AsTask();
        Task second = machine.Transceiver.DisposeAsync().AsTask();

        Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((false, false)));
        await machine.FinishAsync(second);
        Assert.That(machine.Look(s_core).State, Is.EqualTo(CoreState.Idle));
        Assert.That(first.IsCompleted, Is.True);
    }

    [Test, CancelAfter(60_000)]
    public async Task What_a_session_gets_after_its_stop_is_given_back_when_it_is_disposed_of(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        SdramSpace before = await SpaceAsync(machine);
        ApplicationSession session = await StartAsync(machine, cancellationToken);
        await machine.FinishAsync(session.AllocateSdramAsync(s_board, 100, cancellationToken: cancellationToken));
        await machine.FinishAsync(session.StopAsync(cancellationToken));

        await machine.FinishAsync(session.AllocateSdramAsync(s_board, 1000, cancellationToken: cancellationToken));
        await machine.FinishAsync(session.AllocateSdramAsync([s_board], 1000, tag: 7, cancellationToken: cancellationToken));
        await machine.FinishAsync(session.SetIPTagAsync(2, s_host, s_board, cancellationToken: cancellationToken));
        await machine.DoAsync(() => session.DisposeAsync().AsTask());

        Assert.That(session.CleanUpError, Is.Null);
        await AssertIsCleanAsync(machine, before);
    }

    [Test, CancelAfter(60_000)]
    public async Task What_is_on_its_way_when_a_session_is_disposed_of_is_taken_back(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        await using EieioConnection listener = await EieioConnection.ListenAsync(options: machine.World.Options, cancellationToken: cancellationToken);
        SdramSpace before = await SpaceAsync(machine);
        ApplicationSession session = await StartAsync(machine, cancellationToken);

        // The first requests are lost. They would be sent again after the stop.
        machine.Virtual.Faults = new FaultOptions { Ingress = new LinkFaults { Loss = 1 } };
        Task[] calls =
        [
            session.AllocateSdramAsync(s_board, 1000, cancellationToken: cancellationToken),
            session.AllocateSdramAsync(new ChipLocation(1, 1), 1000, tag: 7, cancellationToken: cancellationToken),
            session.AllocateSdramAsync([s_board, new ChipLocation(1, 0)], 1000, tag: 8, cancellationToken: cancellationToken),
            session.SetIPTagAsync(2, s_host, s_board, cancellationToken: cancellationToken),
            session.SetIPTagAsync(3, listener, cancellationToken: cancellationToken),
            session.SetReverseIPTagAsync(4, 20000, s_core, cancellationToken: cancellationToken),
        ];
        machine.World.Time.Advance(TimeSpan.FromMilliseconds(1));
        machine.Virtual.Faults = new FaultOptions();
        Assert.That(calls.Select(static call => call.IsCompleted), Is.All.False);
        await machine.DoAsync(() => session.DisposeAsync().AsTask());

        Assert.That(session.CleanUpError, Is.Null);
        foreach (Task call in calls)
            await Assert.ThrowsAsync<ObjectDisposedException>(() => machine.FinishAsync(call));
        machine.World.Time.Advance(TimeSpan.FromSeconds(10));
        await AssertIsCleanAsync(machine, before);
    }

    [Test, CancelAfter(60_000)]
    public async Task What_is_on_its_way_when_a_session_stops_is_its_own_and_given_back_in_the_end(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        SdramSpace before = await SpaceAsync(machine);
        ApplicationSession session = await StartAsync(machine, cancellationToken);
        machine.Virtual.Faults = new FaultOptions { Ingress = new LinkFaults { Loss = 1 } };
        Task<SdramAllocation> allocating = session.AllocateSdramAsync(s_board, 1000, cancellationToken: cancellationToken);
        Task setting = session.SetIPTagAsync(2, s_host, s_board, cancellationToken: cancellationToken);
        machine.World.Time.Advance(TimeSpan.FromMilliseconds(1));
        machine.Virtual.Faults = new FaultOptions();

        await machine.FinishAsync(session.StopAsync(cancellationToken));
        await machine.FinishAsync(allocating);
        await machine.FinishAsync(setting);
        Assert.That(await SpaceAsync(machine), Is.Not.EqualTo(before));
        await machine.DoAsync(() => session.DisposeAsync().AsTask());

        Assert.That(session.CleanUpError, Is.Null);
        await AssertIsCleanAsync(machine, before);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_chip_that_is_silent_keeps_no_call_and_no_disposal(CancellationToken cancellationToken)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, cancellationToken);
        ApplicationSession session = await StartAsync(machine, cancellationToken);
        machine.Virtual.KillMonitor(new ChipLocation(1, 1));
        Task<SdramAllocation> allocating = session.AllocateSdramAsync(new ChipLocation(1, 1), 1000, cancellationToken: cancellationToken);
        TimeSpan start = machine.World.Time.Elapsed;

        await machine.DoAsync(() => session.DisposeAsync().AsTask());

        Assert.That(machine.World.Time.Elapsed - start, Is.LessThan(TimeSpan.FromSeconds(3)));
        Assert.That(allocating.IsCompleted, Is.True);
        await Assert.CatchAsync(() => allocating);
    }

    [Test, CancelAfter(30_000)]
    public async Task A_session_that_is_disposed_of_holds_no_lock_while_it_sends(CancellationToken cancellationToken)
    {
        HookedNetwork? network = null;
        await using SimulatedMachine machine = await SimulatedMachine.OpenAsync(SimulatedMachine.OptionsFor(TestMachine.Spin3), cancellationToken, options =>
        {
            network = new HookedNetwork(options.Connection.Network);
            return options with { Connection = options.Connection with { Network = network } };
        });
        ApplicationSession session = await StartAsync(machine, cancellationToken);
        bool? isFree = null;

        // The socket is a user's, and what it does may need the session on another thread.
        network!.Sending = () => isFree ??= DetachesElsewhere(session);
        await machine.FinishAsync(session.DisposeAsync());
        network.Sending = null;

        Assert.That(isFree, Is.True);
    }

    private static Task<SdramSpace> SpaceAsync(SimulatedMachine machine) => machine.FinishAsync(machine.Transceiver.Sdram.GetSpaceAsync(s_board, TestContext.CurrentContext.CancellationToken));

    private static async Task AssertIsCleanAsync(SimulatedMachine machine, SdramSpace before)
    {
        Assert.That(await SpaceAsync(machine), Is.EqualTo(before));
        Assert.That(await machine.FinishAsync(machine.Transceiver.Tags.GetAsync(TestContext.CurrentContext.CancellationToken)), Is.Empty);
        Assert.That(machine.Transceiver.Applications.ApplicationIds.FreeCount, Is.EqualTo(ApplicationIdTracker.MaxId - ApplicationIdTracker.MinId + 1));
    }

    private static bool DetachesElsewhere(ApplicationSession session)
    {
        using var detached = new ManualResetEventSlim();
        _ = Task.Run(() =>
        {
            session.Detach();
            detached.Set();
        });
        return detached.Wait(TimeSpan.FromSeconds(5));
    }

    private static Task<ApplicationSession> StartAsync(SimulatedMachine machine, CancellationToken cancellationToken) =>
        machine.FinishAsync(machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("idle"), [s_core], cancellationToken: cancellationToken));

    /// <summary>A network that tells when something is sent.</summary>
    private sealed class HookedNetwork(IDatagramNetwork inner) : IDatagramNetwork
    {
        public Action? Sending { get; set; }

        public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
            new Socket(this, inner.Open(local, remote, receiveBufferSize, shareAddress));

        private sealed class Socket(HookedNetwork network, IDatagramSocket inner) : IDatagramSocket
        {
            public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

            public IPEndPoint? RemoteEndPoint => inner.RemoteEndPoint;

            public void Send(ReadOnlySpan<byte> datagram)
            {
                network.Sending?.Invoke();
                inner.Send(datagram);
            }

            public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination) => inner.SendTo(datagram, destination);

            public ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => inner.ReceiveAsync(buffer, cancellationToken);

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }

    /// <summary>A program on whose core the state stays as it was before the start.</summary>
    private sealed class DeafApplication : IVirtualCoreApplication
    {
        private const int StateOffset = 46;

        public string Name => "deaf";

        public void OnStart(IVirtualCore core) =>
            core.Schedule(TimeSpan.Zero, () => core.TryWrite(MemoryMap.GetCoreInfoAddress(core.Location.Core) + StateOffset, [(byte)CoreState.Ready]));

        public void OnMessage(IVirtualCore core, in SdpMessage message)
        {
            // It is deaf.
        }
    }
}
