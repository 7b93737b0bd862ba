using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Routing;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Tests.Memory.Streaming;
using SpiNNMan.Async.Tests.Support;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Tests.Access;

/// <summary>Progress of a user that throws, whatever it throws, ends the operation that it was given to, with an error that names it. Nothing hangs, and the machine can be used as before.</summary>
[CancelAfter(60_000)]
internal sealed class ProgressFaultTests
{
    private static readonly CoreLocation[] s_cores = [new(0, 0, 1), new(1, 1, 2)];

    private static IEnumerable<TestCaseData> Operations() =>
        from operation in new (string Name, Func<SimulatedMachine, Exception, CancellationToken, Task> Run)[]
        {
            ("load by flood", static (machine, error, stop) => LoadAsync(machine, LoadMethod.FloodFill, error, stop)),
            ("load by copies", static (machine, error, stop) => LoadAsync(machine, LoadMethod.CopyRun, error, stop)),
            ("load chip by chip", static (machine, error, stop) => LoadAsync(machine, LoadMethod.Direct, error, stop)),
            ("wait", static (machine, error, stop) => machine.Transceiver.Applications.WaitForStateAsync(s_cores, [CoreState.Running], new WaitOptions { Progress = Throwing<StateProgress>(error) }, stop)),
            ("discover", static (machine, error, stop) => machine.Transceiver.DiscoverAsync(Throwing<SurveyProgress>(error), stop)),
            ("survey", static (machine, error, stop) => MachineSurvey.TakeAsync(machine.Transceiver.Connections[0], Throwing<SurveyProgress>(error), stop)),
            ("text", static (machine, error, stop) => machine.Transceiver.Iobuf.GetAsync(s_cores, Throwing<int>(error), stop)),
            ("transfer", static (machine, error, stop) => machine.Transceiver.Memory.ReadAsync(s_cores[1], StreamingBench.Address, new byte[20_000], Throwing<TransferProgress>(error), stop)),
            ("transfers", static (machine, error, stop) => machine.Transceiver.Memory.ReadAsync(
                [new MemoryRead(s_cores[1], StreamingBench.Address, new byte[20_000])], Throwing<TransferProgress>(error), stop)),
            ("stream to the host", static (machine, error, stop) => StreamAsync(
                machine, streaming => streaming.ReadAsync(s_cores[1].Chip, StreamingBench.Address, new byte[20_000], Throwing<TransferProgress>(error), stop))),
            ("stream to the machine", static (machine, error, stop) => StreamAsync(
                machine, streaming => streaming.WriteAsync(s_cores[1].Chip, StreamingBench.Address, new byte[20_000], Throwing<TransferProgress>(error), stop))),
            ("streams", static (machine, error, stop) => StreamAsync(
                machine, streaming => streaming.ReadAsync([new StreamedRead(s_cores[1].Chip, StreamingBench.Address, new byte[20_000])], Throwing<TransferProgress>(error), stop))),
            ("routes", static (machine, error, stop) => machine.Transceiver.Routing.LoadAsync(
                new Dictionary<ChipLocation, IReadOnlyList<MulticastRoute>> { [s_cores[0].Chip] = [new MulticastRoute(1, 0xFFFFFFFF, new Route([1], []))] }, 30, Throwing<int>(error), stop)),
        }
        from error in Errors
        select new TestCaseData(operation.Run, error).SetArgDisplayNames(operation.Name, error.GetType().Name);

    /// <summary>The library's own errors must not be taken for those of a chip.</summary>
    private static IEnumerable<Exception> Errors =>
    [
        new InvalidOperationException("Not now."), new SpinnakerTimeoutException("Not now."), new SpinnakerConnectionException("Not now."),
        new InvalidPacketException(PacketError.BadValue("X", 0, "Not now.")), new OperationCanceledException("Not now."),
    ];

    [TestCaseSource(nameof(Operations))]
    public async Task Progress_that_throws_ends_its_operation(Func<SimulatedMachine, Exception, CancellationToken, Task> run, Exception error, CancellationToken token)
    {
        await using SimulatedMachine machine = await SimulatedMachine.StartAsync(TestMachine.Spin3, token);

        CallbackException? thrown = await Assert.CatchAsync<CallbackException>(() => machine.DoAsync(() => run(machine, error, token)));

        Assert.That(thrown!.InnerException, Is.SameAs(error));
        Assert.That(thrown.Message, Does.Contain("progress").And.Contain(error.GetType().Name));
        Assert.That((machine.Transceiver.Connections[0].Statistics.InFlight, machine.Transceiver.Connections[0].Statistics.Queued), Is.EqualTo((0, 0)));
        Assert.That(await machine.FinishAsync(machine.Transceiver.Iobuf.GetAsync(s_cores, cancellationToken: token)), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Progress_that_throws_while_a_machine_is_opened_leaves_nothing_open([ValueSource(nameof(Errors))] Exception error, [Values(1, 3, 6)] int report, CancellationToken token)
    {
        await using SimulatedRack rack = await SimulatedRack.StartAsync(new VirtualMachineOptions { Booted = false }, token);
        int reports = 0;
        var progress = new OnProgress<TransceiverEvent>(_ =>
        {
            if (++reports == report)
                throw error;
        });

        Exception? thrown = await Assert.CatchAsync(() => rack.OpenAsync(
            rack.Options with { Progress = progress, BootImage = new BootImage(VirtualBootImage.Create()), DetectBmp = true }, token));

        for (; thrown is not null and not CallbackException; thrown = thrown.InnerException)
        {
            // The error of opening has it inside.
        }

        Assert.That(thrown?.InnerException, Is.SameAs(error));
        await using Transceiver second = await rack.OpenAsync(rack.Options with { BootImage = new BootImage(VirtualBootImage.Create()) }, token);
        Assert.That(second.Machine.Chips, Is.Not.Empty);
    }

    [Test]
    public async Task Progress_that_throws_ends_the_booting([ValueSource(nameof(Errors))] Exception error, CancellationToken token)
    {
        await using SimulatedRack rack = await SimulatedRack.StartAsync(new VirtualMachineOptions { Booted = false }, token);
        await using var scamp = await ScampConnection.ConnectAsync(rack.EndPoint, rack.World.Options, token);
        await using var boot = await BootConnection.OpenAsync(
            rack.Machine.Boards[0].BootEndPoint, new BootConnectionOptions { Network = rack.World.Network, TimeProvider = rack.World.Time, RunContinuationsAsynchronously = false }, token);

        CallbackException? thrown = await Assert.CatchAsync<CallbackException>(() => rack.RunAsync(
            BoardBooter.BootAsync(scamp, boot, new BootImage(VirtualBootImage.Create()), new BootOptions { TimeProvider = rack.World.Time }, Throwing<BootProgress>(error), token), token));

        Assert.That(thrown!.InnerException, Is.SameAs(error));
    }

    private static Task LoadAsync(SimulatedMachine machine, LoadMethod method, Exception error, CancellationToken stop) =>
        machine.Transceiver.Applications.StartAsync(SimulatedMachine.Image("idle"), [.. machine.Machine.ApplicationCores.Where(static core => core.Core == 1)], new StartOptions { Load = new LoadOptions { Method = method, Progress = Throwing<LoadProgress>(error) } }, stop);

    private static async Task StreamAsync(SimulatedMachine machine, Func<MemoryStreaming, Task> stream)
    {
        await using MemoryStreaming streaming = await machine.Transceiver.Memory.OpenStreamingAsync(StreamingBench.Options);
        await stream(streaming);
    }

    private static OnProgress<T> Throwing<T>(Exception error) => new(_ => throw error);
}
