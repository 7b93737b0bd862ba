using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Tests.Support;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp.Routing;

namespace SpiNNMan.Async.Spalloc.Tests;

/// <summary>Machines through the websocket of a service.</summary>
internal sealed class TunnelTests
{
    private static readonly ChipLocation s_origin = new(0, 0);

    [Test, CancelAfter(120_000)]
    public async Task A_machine_is_booted_and_used_through_the_tunnel_as_it_is_directly(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using VirtualMachine machine = await StartAsync(world, booted: false, cancellationToken).ConfigureAwait(false);
            await using BoardAllocator allocator = world.Open(rest: true);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);
            var options = new JobMachineOptions { Transceiver = Options(world) with { BootImage = new BootImage(VirtualBootImage.Create()) } };
            await using Transceiver transceiver = await job.OpenTransceiverAsync(options, cancellationToken).ConfigureAwait(false);
            Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(48));

            byte[] data = [.. Enumerable.Range(0, 5000).Select(static index => (byte)(index * 7))];
            await transceiver.Memory.WriteAsync(new ChipLocation(3, 4), 0x6010_0000, data, cancellationToken: cancellationToken).ConfigureAwait(false);
            Assert.That(await transceiver.Memory.ReadAsync(new ChipLocation(3, 4), 0x6010_0000, data.Length, cancellationToken: cancellationToken).ConfigureAwait(false), Is.EqualTo(data));
        }, cancellationToken);

        Assert.That(world.Rest.Tunnels.Sum(static tunnel => tunnel.Frames), Is.GreaterThan(100));
        Assert.That(world.Rest.Tunnels.Sum(static tunnel => tunnel.OpenChannels), Is.Zero);
    }

    [Test, CancelAfter(120_000)]
    public async Task A_tunnel_that_is_cut_in_a_transfer_is_opened_again_and_the_transfer_goes_on(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using VirtualMachine machine = await StartAsync(world, booted: true, cancellationToken).ConfigureAwait(false);
            await using BoardAllocator allocator = world.Open(rest: true);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);
            await using Transceiver transceiver = await job.OpenTransceiverAsync(new JobMachineOptions { Transceiver = Options(world) }, cancellationToken).ConfigureAwait(false);
            byte[] data = new byte[1 << 20];
            new Random(1).NextBytes(data);
            Task writing = transceiver.Memory.WriteAsync(s_origin, 0x6010_0000, data, cancellationToken: cancellationToken);
            for (int cut = 0; cut < 4; cut++)
            {
                await world.DelayAsync(1.5, cancellationToken).ConfigureAwait(false);
                Assert.That(writing.IsCompleted, Is.False, "the cut is in the middle");
                world.Rest.CutTunnels();
                world.Rest.ExpireLogins();
            }

            await writing.ConfigureAwait(false);
            Assert.That(await transceiver.Memory.ReadAsync(s_origin, 0x6010_0000, data.Length, cancellationToken: cancellationToken).ConfigureAwait(false), Is.EqualTo(data));
        }, cancellationToken);

        Assert.That(world.Rest.Tunnels, Has.Count.EqualTo(5));
    }

    [Test, CancelAfter(120_000)]
    public async Task What_must_not_be_repeated_is_of_unknown_outcome_after_a_cut(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using VirtualMachine machine = await StartAsync(world, booted: true, cancellationToken).ConfigureAwait(false);
            await using BoardAllocator allocator = world.Open(rest: true);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);
            await using Transceiver transceiver = await job.OpenTransceiverAsync(new JobMachineOptions { Transceiver = Options(world) }, cancellationToken).ConfigureAwait(false);
            Task allocating = transceiver.GetConnection(s_origin).ExecuteAsync(new RouterAllocate(s_origin, 30, 5), cancellationToken).AsTask();

            // The request is on its way, and its reply will never come.
            await world.DelayAsync(0.003, cancellationToken).ConfigureAwait(false);
            world.Rest.CutTunnels();
            SpinnakerTimeoutException error = await Catch.AsyncOf<SpinnakerTimeoutException>(() => allocating).ConfigureAwait(false);
            Assert.That(error.OutcomeUnknown, Is.True);
        }, cancellationToken);
    }

    [Test, CancelAfter(120_000)]
    public async Task Loss_of_the_job_ends_what_waits_for_its_machine_with_the_reason([Values] JobRoute route, CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using VirtualMachine machine = await StartAsync(world, booted: true, cancellationToken).ConfigureAwait(false);
            await using BoardAllocator allocator = world.Open(rest: true);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);
            await using Transceiver transceiver = await job.OpenTransceiverAsync(new JobMachineOptions { Transceiver = Options(world), Route = route }, cancellationToken).ConfigureAwait(false);
            Task<byte[]> reading = transceiver.Memory.ReadAsync(s_origin, 0x6010_0000, 1 << 20, cancellationToken: cancellationToken);
            await world.DelayAsync(0.01, cancellationToken).ConfigureAwait(false);
            machine.Boards[0].IsMute = true;
            world.Lab.Destroy(job.Id, "the power failed");
            SpinnakerException error = await Catch.AsyncOf<SpinnakerException>(() => reading).ConfigureAwait(false);
            Assert.That(error.ToString(), Does.Contain(nameof(JobLostException)).And.Contain("the power failed"));
            Assert.That(job.Lost.IsCancellationRequested, Is.True);
        }, cancellationToken);
    }

    [Test, CancelAfter(120_000)]
    public async Task Connections_to_what_is_no_board_of_the_job_name_what_to_use_instead(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest: true);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);
            JobNetwork network = await job.OpenNetworkAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            var bmp = new BmpConnectionOptions { Network = network.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false };
            SpinnakerConnectionException error = await Catch.AsyncOf<SpinnakerConnectionException>(
                () => BmpConnection.ConnectAsync(new IPEndPoint(IPAddress.Parse("10.0.0.0"), 17893), bmp, cancellationToken).AsTask()).ConfigureAwait(false);
            Assert.That(error.Message, Does.Contain("BMP").And.Contain("https://spalloc.example/spalloc/srv/spalloc/jobs/1/machine/power"));

            var options = new ConnectionOptions { Network = network.Network, TimeProvider = world.Time };
            error = await Catch.AsyncOf<SpinnakerConnectionException>(() => IPAddressesConnection.ListenAsync(options: options, cancellationToken: cancellationToken).AsTask()).ConfigureAwait(false);
            Assert.That(error.Message, Does.Contain("Announcements").And.Contain("jobs/1/machine/power"));

            error = await Catch.AsyncOf<SpinnakerConnectionException>(() => network.ConnectScampAsync(new ChipLocation(9, 9), cancellationToken: cancellationToken).AsTask()).ConfigureAwait(false);
            Assert.That(error.Message, Does.Contain("no board with its Ethernet at chip 9,9"));
        }, cancellationToken);
    }

    [Test, CancelAfter(120_000)]
    public async Task Live_messages_come_and_go_through_the_tunnel(CancellationToken cancellationToken)
    {
        using var world = new World();
        await world.RunAsync(async () =>
        {
            await using BoardAllocator allocator = world.Open(rest: true);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(3), cancellationToken: cancellationToken).ConfigureAwait(false);
            JobNetwork network = await job.OpenNetworkAsync(JobRoute.Tunnel, cancellationToken).ConfigureAwait(false);
            var options = new ConnectionOptions { TimeProvider = world.Time, RunContinuationsAsynchronously = false };
            await using EieioConnection listener = await network.ListenEieioAsync(options, cancellationToken).ConfigureAwait(false);
            Assert.That(listener.LocalIPAddress, Is.EqualTo(IPAddress.Parse("10.9.8.7")), "where boards reach the service");
            Assert.That(listener.LocalPort, Is.GreaterThan(0));

            // A board: what comes in at its port goes to where tags point.
            await using Transport.IDatagramSocket board = world.Network.Open(new IPEndPoint(IPAddress.Parse("10.0.1.1"), 12345));
            await using EieioConnection sender = await network.ConnectEieioAsync(new ChipLocation(8, 4), 12345, options, cancellationToken).ConfigureAwait(false);
            byte[] stop = [0x05, 0x40];
            Assert.That(EieioMessage.TryParse(stop, out EieioMessage? message, out _), Is.True);
            await sender.SendEieioMessageAsync(message!, cancellationToken).ConfigureAwait(false);
            byte[] buffer = new byte[100];
            Transport.ReceivedLength came = await board.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            Assert.That(buffer[..came.Length], Is.EqualTo(stop));
            board.SendTo(stop, new IPEndPoint(listener.LocalIPAddress, listener.LocalPort));
            EieioMessage received = await listener.ReceiveEieioMessageAsync(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
            Assert.That(received.ToArray(), Is.EqualTo(stop));
        }, cancellationToken);
    }

    [Test, CancelAfter(240_000)]
    public async Task A_board_that_cannot_be_booted_is_cycled_and_reported_and_another_is_taken(CancellationToken cancellationToken)
    {
        using var world = new World(boards: 2);
        await world.RunAsync(async () =>
        {
            await using VirtualMachine dead = await StartAsync(world, booted: false, cancellationToken).ConfigureAwait(false);
            await using VirtualMachine sound = await StartAsync(world, booted: false, cancellationToken, "10.0.1.1").ConfigureAwait(false);
            dead.Boards[0].IsMute = true;
            await using BoardAllocator allocator = world.Open(rest: true);
            await using AllocatedJob job = await allocator.AllocateAsync(BoardRequest.ForBoards(1), cancellationToken: cancellationToken).ConfigureAwait(false);
            var options = new JobMachineOptions
            {
                Transceiver = Options(world) with { BootImage = new BootImage(VirtualBootImage.Create()), Boot = new Booting.BootOptions { TimeProvider = world.Time } },
                Replacements = 1,
            };
            await using Transceiver transceiver = await job.OpenTransceiverAsync(options, cancellationToken).ConfigureAwait(false);
            Assert.That(job.Id, Is.EqualTo(2));
            Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(48));
        }, cancellationToken);

        Assert.That(world.Lab.Jobs[1].Switchings, Is.EqualTo(3), "on, and then off and on");
        Assert.That(world.Lab.Jobs[1].Reason, Is.EqualTo("its machine could not be booted"));
        Assert.That(world.Lab.Reports, Has.Count.EqualTo(1));
        Assert.That(world.Lab.Jobs[2].Reason, Is.EqualTo("finished"));
    }

    private static Task<VirtualMachine> StartAsync(World world, bool booted, CancellationToken cancellationToken, string address = "10.0.0.1") => VirtualMachine.StartAsync(
        new VirtualMachineOptions
        {
            Board = BoardType.Spin5,
            BindAddress = IPAddress.Parse(address),
            UseTruePorts = true,
            Network = world.Network,
            TimeProvider = world.Time,
            Booted = booted,
        },
        cancellationToken);

    private static TransceiverOptions Options(World world) => new()
    {
        Connection = new ScampConnectionOptions { Network = world.Network, TimeProvider = world.Time, RunContinuationsAsynchronously = false },
        Boot = new Booting.BootOptions { TimeProvider = world.Time },
    };
}
