using System.Net;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Tests;

/// <summary>What opening a machine makes of what it finds.</summary>
internal sealed class TransceiverOpeningTests
{
    private static readonly VirtualMachineOptions s_torus = new() { Triads = new TriadArrangement(1, 1) };
    private static readonly BootImage s_image = new(VirtualBootImage.Create());

    [Test]
    public void Switching_off_in_the_end_needs_a_BMP() => Assert.That(
        async () => await Transceiver.OpenAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 9), new TransceiverOptions { PowerOffOnClose = true }),
        Throws.TypeOf<InvalidParameterException>().With.Message.Contains("PowerOffOnClose"));

    [Test, CancelAfter(20_000)]
    public async Task Nothing_there_is_silent_or_refused(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);
        machine.Machine.Boards[0].SwitchOff();

        TransceiverOpenException? silent = await Assert.ThrowsAsync<TransceiverOpenException>(() => machine.OpenAsync(options: null, cancellationToken));
        TransceiverOpenException? refused = await Assert.ThrowsAsync<TransceiverOpenException>(() => machine.OpenAsync("10.9.9.9", machine.Options, cancellationToken));

        Assert.That((silent!.State, silent.IsTransient), Is.EqualTo((HostState.Silent, true)));
        Assert.That(silent.Message, Does.Contain("10.0.0.2").And.Contain("switched on").And.Contain("firewall"));
        Assert.That((refused!.State, refused.IsTransient), Is.EqualTo((HostState.Refused, false)));
    }

    [Test, CancelAfter(20_000)]
    public async Task The_options_can_name_the_host(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);
        TransceiverOptions options = machine.Options with { Host = machine.EndPoint.Address.ToString() };

        await using Transceiver transceiver = await machine.RunAsync(Transceiver.OpenAsync(options, cancellationToken), cancellationToken);

        Assert.That(transceiver.Connections[0].RemoteIPAddress, Is.EqualTo(machine.EndPoint.Address));
        foreach (string? none in new[] { null, "", " " })
            Assert.That(() => Transceiver.OpenAsync(options with { Host = none }, cancellationToken), Throws.InstanceOf<InvalidParameterException>().With.Message.StartsWith("Host = "));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_board_that_falls_silent_after_it_was_discovered_is_told_and_the_machine_is_open(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(s_torus, cancellationToken);
        var told = new List<string>();
        var progress = new OnProgress<TransceiverEvent>(value =>
        {
            machine.Machine.Boards[2].IsMute |= value.Step == TransceiverStep.SettingUp;
            told.Add(value.Message);
        });

        await using Transceiver transceiver = await machine.OpenAsync(machine.Options with { Progress = progress }, cancellationToken);

        Assert.That(transceiver.Connections, Has.Count.EqualTo(3));
        Assert.That(told, Has.Exactly(1).StartsWith($"{machine.Machine.Boards[2].EndPoint.Address} keeps its present time-out for tags: No reply"));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_board_that_waits_for_an_image_is_heard(CancellationToken cancellationToken)
    {
        var unbooted = new VirtualMachineOptions { Booted = false };
        await using SimulatedRack machine = await SimulatedRack.StartAsync(unbooted, cancellationToken);

        TransceiverOpenException? error = await Assert.ThrowsAsync<TransceiverOpenException>(() => machine.OpenAsync(options: null, cancellationToken));

        Assert.That(error!.State, Is.EqualTo(HostState.Unbooted));
        Assert.That(error.Message, Does.Contain("BootImage"));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_BMP_is_no_board(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);

        TransceiverOpenException? error = await Assert.ThrowsAsync<TransceiverOpenException>(() => machine.OpenAsync("10.0.0.1", machine.Options, cancellationToken));

        Assert.That((error!.State, error.Version!.Value.Name), Is.EqualTo((HostState.Bmp, SoftwareCompatibility.BmpName)));
        Assert.That(error.Message, Does.Contain("address after it"));
    }

    [Test, CancelAfter(20_000)]
    public async Task With_an_image_it_is_booted_and_waited_for(CancellationToken cancellationToken)
    {
        var unbooted = new VirtualMachineOptions { Booted = false, BootTiming = BootTiming.Real };
        await using SimulatedRack machine = await SimulatedRack.StartAsync(unbooted, cancellationToken);
        var events = new Events();

        await using Transceiver transceiver = await machine.OpenAsync(machine.Options with { BootImage = s_image, Progress = events }, cancellationToken);

        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(48));
        Assert.That(events.Steps, Is.EqualTo(new[]
        {
            TransceiverStep.Asking, TransceiverStep.Booting, TransceiverStep.Initialising, TransceiverStep.Discovering, TransceiverStep.SettingUp, TransceiverStep.Ready,
        }));
        Assert.That(events.Last(TransceiverStep.Discovering), Is.EqualTo((48, 48)));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_board_that_is_off_is_switched_on_through_its_BMP(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(s_torus, cancellationToken);
        foreach (VirtualBoard board in machine.Machine.Boards)
            board.SwitchOff();

        var events = new Events();
        TransceiverOptions options = machine.Options with
        {
            Bmps = [new BmpConnectionData("10.0.0.1", [0, 1, 2])],
            BootImage = s_image,
            Progress = events,
            PowerOffOnClose = true,
        };
        Transceiver transceiver = await machine.OpenAsync(options, cancellationToken);
        int chips = transceiver.Machine.Chips.Count;
        await machine.RunAsync(transceiver.DisposeAsync().AsTask(), cancellationToken);

        Assert.That(chips, Is.EqualTo(144));
        Assert.That(events.Steps.Take(3), Is.EqualTo(new[] { TransceiverStep.Asking, TransceiverStep.PoweringOn, TransceiverStep.Booting }));
        Assert.That(machine.Machine.Boards.Select(static board => board.State), Is.All.EqualTo(BoardState.Off));
    }

    [Test, CancelAfter(20_000)]
    public async Task A_BMP_is_found_where_it_is_by_custom(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);

        await using Transceiver transceiver = await machine.OpenAsync(machine.Options with { DetectBmp = true }, cancellationToken);
        IReadOnlyList<BoardReading<VersionInfo>> versions = await machine.RunAsync(transceiver.Boards.GetVersionsAsync(cancellationToken), cancellationToken);

        Assert.That(versions.Single().Value.Name, Is.EqualTo(SoftwareCompatibility.BmpName));
    }

    [Test, CancelAfter(20_000)]
    public async Task Without_a_BMP_boards_cannot_be_switched(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(new VirtualMachineOptions(), cancellationToken);
        await using Transceiver transceiver = await machine.OpenAsync(options: null, cancellationToken);

        Assert.That(async () => await transceiver.Boards.PowerOffAsync(cancellationToken), Throws.InstanceOf<SpinnakerConnectionException>().With.Message.Contains("DetectBmp"));
        Assert.That(transceiver.Boards.HasBmps, Is.False);
    }

    [Test, CancelAfter(20_000)]
    public async Task A_machine_that_is_still_starting_is_waited_for(CancellationToken cancellationToken)
    {
        var unbooted = new VirtualMachineOptions { Booted = false, BootTiming = BootTiming.Real };
        await using SimulatedRack machine = await SimulatedRack.StartAsync(unbooted, cancellationToken);
        Task<Transceiver> booting = Transceiver.OpenAsync(machine.EndPoint, machine.Options with { BootImage = s_image }, cancellationToken);
        while (machine.Machine.Boards[0].State != BoardState.Initialising)
            machine.World.Time.Advance(TimeSpan.FromMilliseconds(50));

        var events = new Events();
        machine.World.Time.Advance(TimeSpan.FromMilliseconds(400));
        await using Transceiver transceiver = await machine.OpenAsync(machine.Options with { Progress = events }, cancellationToken);
        await using Transceiver first = await machine.RunAsync(booting, cancellationToken);

        Assert.That(events.Steps.Take(3), Is.EqualTo(new[] { TransceiverStep.Asking, TransceiverStep.Initialising, TransceiverStep.Discovering }));
        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(48));
    }

    [Test, CancelAfter(20_000)]
    public async Task What_a_starting_machine_is_busy_with_is_told_phase_by_phase(CancellationToken cancellationToken)
    {
        byte[] phases = [0, 0, 1, 2, 3, 4, 255];
        int asked = 0;
        var world = new SimulatedWorld();
        await using ScriptedBoard board = world.Board(answer: Answer);
        var events = new Events();
        var options = new TransceiverOptions { Connection = world.Options, Progress = events };

        // It ends as something that is no machine, as it has none to show.
        Assert.That(
            async () => await world.Time.RunUntilAsync(Transceiver.OpenAsync(board.EndPoint, options, cancellationToken), cancellationToken),
            Throws.InstanceOf<TransceiverOpenException>().With.Property(nameof(TransceiverOpenException.State)).EqualTo(HostState.WrongVersion));

        Assert.That(events.Messages(TransceiverStep.Initialising), Is.EqualTo(new[]
        {
            $"{board.EndPoint} is booted and finds its chips.",
            "Its chips hand out addresses.",
            "Its chips find out its size.",
            "Its chips test their links.",
            "Its chips make their tables of routes.",
            "It finds its chips.",
        }));

        IEnumerable<byte[]> Answer(byte[] request)
        {
            if (ScriptedBoard.CommandOf(request) == ScpCommand.Version)
                return [ScriptedBoard.Reply(request, ScpResult.Ok, [0, 0, 255, 255, 0, 1, 255, 255, 0, 0, 0, 0, .. "SC&MP/SpiNNaker\0"u8, .. asked < phases.Length ? "4.0.0\0"u8 : "1.0.0\0"u8])];

            Assert.That(BitConverter.ToUInt32(request, 14), Is.EqualTo(SystemVariable.NetInitPhase.Address));
            return [ScriptedBoard.Reply(request, ScpResult.Ok, phases[asked++])];
        }
    }

    [Test, CancelAfter(20_000)]
    public async Task A_board_without_a_working_address_is_served_over_the_first(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(s_torus, cancellationToken);
        IPAddress bad = machine.Machine.Boards[1].EndPoint.Address;
        TransceiverOptions options = machine.Options with
        {
            BoardEndPoint = address => new IPEndPoint(address.Equals(bad) ? IPAddress.Parse("10.9.9.9") : address, ScpMessage.Port),
        };

        await using Transceiver transceiver = await machine.OpenAsync(options, cancellationToken);

        ChipLocation board = machine.Machine.Boards[1].Location;
        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(144));
        Assert.That(transceiver.Connections, Has.Count.EqualTo(2));
        Assert.That(transceiver.GetConnection(board), Is.SameAs(transceiver.Connections[0]));
        Assert.That(transceiver.Report.Findings.Single().Kind, Is.EqualTo(DiscoveryFindingKind.UnreachableBoard));
    }

    [Test, CancelAfter(20_000)]
    public async Task An_address_that_leads_to_another_machine_is_not_used(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(s_torus, cancellationToken);
        IPAddress bad = machine.Machine.Boards[1].EndPoint.Address;
        await using VirtualMachine other = await VirtualMachine.StartAsync(
            s_torus with { BindAddress = IPAddress.Parse("10.7.0.2"), UseTruePorts = true, Network = machine.World.Network, TimeProvider = machine.World.Time }, cancellationToken);
        TransceiverOptions options = machine.Options with
        {
            BoardEndPoint = address => address.Equals(bad) ? other.Boards[1].EndPoint : new IPEndPoint(address, ScpMessage.Port),
        };

        await using Transceiver transceiver = await machine.OpenAsync(options, cancellationToken);

        Assert.That(transceiver.Report.Findings.Single().Message, Does.Contain("another machine"));
        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(144));
    }

    [Test, CancelAfter(20_000)]
    public async Task Cancelling_leaves_nothing_open(CancellationToken cancellationToken)
    {
        await using SimulatedRack machine = await SimulatedRack.StartAsync(s_torus, cancellationToken);
        using var stop = new CancellationTokenSource();
        var events = new Events { OnEvent = value => StopAt(value, stop) };

        Assert.That(
            async () => await machine.RunAsync(Transceiver.OpenAsync(machine.EndPoint, machine.Options with { Progress = events }, stop.Token), cancellationToken),
            Throws.InstanceOf<OperationCanceledException>());
        await using Transceiver again = await machine.OpenAsync(options: null, cancellationToken);

        Assert.That(again.Machine.Chips, Has.Count.EqualTo(144));

        static void StopAt(TransceiverEvent value, CancellationTokenSource stop)
        {
            if (value.Done == 20)
                stop.Cancel();
        }
    }

    private sealed class Events : IProgress<TransceiverEvent>
    {
        private readonly List<TransceiverEvent> _events = [];

        public Action<TransceiverEvent>? OnEvent { get; init; }

        public IEnumerable<TransceiverStep> Steps => _events.Select(static value => value.Step).Distinct();

        public IEnumerable<string> Messages(TransceiverStep step) => _events.Where(value => value.Step == step).Select(static value => value.Message).Distinct(StringComparer.Ordinal);

        public (int Done, int Total) Last(TransceiverStep step) => _events.Where(value => value.Step == step && value.Total > 0).Select(static value => (value.Done, value.Total)).Last();

        public void Report(TransceiverEvent value)
        {
            lock (_events)
                _events.Add(value);

            OnEvent?.Invoke(value);
        }
    }
}
