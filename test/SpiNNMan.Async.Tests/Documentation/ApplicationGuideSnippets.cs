using System.Net;
using SpiNNMan.Async.Access;
// CODE_SECTION:application-usings:START
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
// CODE_SECTION:application-usings:END

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The programs of the guides about applications. They run as tests.</summary>
internal sealed class ApplicationGuideSnippets
{
    [Test]
    public async Task First_run()
    {
        // CODE_SECTION:application-run:START
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);   // without hardware
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint);

        var image = new ApplicationImage(VirtualApplicationImage.Create("hello"));   // a real one: File.ReadAllBytes("my_app.aplx")
        CoreLocation[] cores = [.. transceiver.Machine.ApplicationCores];
        await using ApplicationSession application = await transceiver.Applications.StartAsync(image, cores);
        await application.WaitForStateAsync(CoreState.Finished, TimeSpan.FromMinutes(1));

        IReadOnlyList<Iobuf> printed = await application.GetIobufAsync();
        Console.WriteLine($"{printed.Count} cores printed; the first: {printed[0]}");

        // CODE_SECTION:application-run:END
        Assert.That(printed, Has.Count.EqualTo(808));
        Assert.That(printed.Select(static iobuf => iobuf.Text), Is.All.EqualTo("hello, world\n"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Several_images(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var master = new ApplicationImage(VirtualApplicationImage.Create("hello"));
        var worker = new ApplicationImage(VirtualApplicationImage.Create("ticks"));

        // CODE_SECTION:application-parts:START
        ILookup<bool, CoreLocation> cores = transceiver.Machine.ApplicationCores.ToLookup(core => core.Core == 1);
        ApplicationPart[] parts =
        [
            new ApplicationPart(master, [.. cores[true]]),     // core 1 of each chip
            new ApplicationPart(worker, [.. cores[false]]),    // all others
        ];
        await using ApplicationSession application = await transceiver.Applications.StartAsync(parts, cancellationToken: cancellationToken);

        // CODE_SECTION:application-parts:END
        CoreInfos infos = await application.GetCoreInfosAsync(cancellationToken);
        Assert.That(infos.Count(static info => info.ApplicationName is "hello"), Is.EqualTo(48));
        Assert.That(infos.Count(static info => info.ApplicationName is "ticks"), Is.EqualTo(760));
    }

    [Test, CancelAfter(30_000)]
    public async Task Loading_only(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var image = new ApplicationImage(VirtualApplicationImage.Create("printer"));
        CoreLocation[] cores = [.. transceiver.Machine.ApplicationCores];

        // CODE_SECTION:application-load:START
        const byte id = 40;
        var options = new LoadOptions
        {
            Retries = 5,
            Progress = new Progress<LoadProgress>(at => Console.WriteLine($"{at.Phase}: {at.Done} of {at.Total}")),
        };
        LoadResult loaded = await transceiver.Applications.LoadAsync(image, cores, id, options, cancellationToken);
        Console.WriteLine($"{loaded.Cores.Count} cores have it, {loaded.Repaired} of them at the second try, by {loaded.Methods[0]}");

        await transceiver.Applications.SendSignalAsync(id, Signal.Start, cancellationToken: cancellationToken);
        StateCount running = await transceiver.Applications.CountCoresAsync(id, CoreState.Running, cancellationToken);

        await transceiver.Applications.StopAsync(id, cores, cancellationToken);

        // CODE_SECTION:application-load:END
        Assert.That((loaded.Cores.Count, running.Count), Is.EqualTo((68, 68)));
    }

    [Test, CancelAfter(30_000)]
    public async Task Barriers(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var image = new ApplicationImage(VirtualApplicationImage.Create("barrier"));
        CoreLocation[] cores = [.. transceiver.Machine.ApplicationCores];
        await using ApplicationSession application = await transceiver.Applications.StartAsync(image, cores, cancellationToken: cancellationToken);

        // CODE_SECTION:application-barriers:START
        var patience = new WaitOptions
        {
            Timeout = TimeSpan.FromSeconds(30),
            Progress = new Progress<StateProgress>(at => Console.WriteLine($"{at.CoresReached} of {at.CoresTotal}")),
        };
        await application.WaitForStateAsync([CoreState.Sync0], patience, cancellationToken);
        await application.SendSignalAsync(Signal.Sync0, cancellationToken);
        await application.WaitForStateAsync([CoreState.Sync1, CoreState.Finished], patience, cancellationToken);
        await application.SendSignalAsync(Signal.Sync1, cancellationToken);
        await application.WaitForStateAsync(CoreState.Finished, TimeSpan.FromSeconds(30), cancellationToken);

        // CODE_SECTION:application-barriers:END
        Assert.That((await application.CountCoresAsync(CoreState.Finished, cancellationToken)).Count, Is.EqualTo(68));
    }

    [Test, CancelAfter(30_000)]
    public async Task Watching(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var image = new ApplicationImage(VirtualApplicationImage.Create("hello"));
        await using ApplicationSession application = await transceiver.Applications.StartAsync(image, [new CoreLocation(0, 0, 1)], cancellationToken: cancellationToken);
        int ended = 0;

        // CODE_SECTION:application-watch:START
        await foreach (CoreStateChange change in application.SubscribeToStatesAsync(cancellationToken))
        {
            Console.WriteLine($"{change.Core}: {change.Before?.ToString() ?? "?"} -> {change.State}");
            if (change.State == CoreState.Finished && ++ended == application.Cores.Count)
                break;
        }

        // CODE_SECTION:application-watch:END
        Assert.That(ended, Is.EqualTo(1));
    }

    [Test, CancelAfter(30_000)]
    public async Task Failed_cores(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);
        var image = new ApplicationImage(VirtualApplicationImage.Create("crash"));
        await using ApplicationSession application = await transceiver.Applications.StartAsync(image, [new CoreLocation(1, 1, 7)], cancellationToken: cancellationToken);
        string report = "";

        // CODE_SECTION:failed-cores:START
        try
        {
            await application.WaitForStateAsync(CoreState.Finished, TimeSpan.FromSeconds(10), cancellationToken);
        }
        catch (CoreStateException error)
        {
            foreach (CoreFailure failure in error.Failures)
                Console.WriteLine($"{failure.Core}: {failure.State}, {failure.Info?.RunTimeError}, said last: {failure.OutputTail}");

            report = error.GetReport();   // the same with registers, for people
        }

        // CODE_SECTION:failed-cores:END
        Assert.That(report, Does.Contain("SoftwareError"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Failed_boards(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), BindAddress = IPAddress.Parse("127.0.83.1") }, cancellationToken);
        var options = new TransceiverOptions { BoardEndPoint = machine.GetBoardEndPoint };
        await using Transceiver transceiver = await Transceiver.OpenAsync(
            machine.Boards[0].EndPoint, options with { Connection = options.Connection with { GiveUpAfter = TimeSpan.FromMilliseconds(500) } }, cancellationToken);
        machine.Boards[1].IsMute = true;
        var image = new ApplicationImage(VirtualApplicationImage.Create("hello"));
        CoreLocation[] cores = [.. transceiver.Machine.ApplicationCores];
        HashSet<ChipLocation> boards = [];

        // CODE_SECTION:failed-boards:START
        try
        {
            await transceiver.Applications.LoadAsync(image, cores, applicationId: 40, cancellationToken: cancellationToken);
        }
        catch (MachineOperationException error)
        {
            boards = [.. error.Failures.Select(failure => transceiver.Machine[failure.Core.Chip].NearestEthernet)];
            Console.WriteLine($"{error.Failures.Count} of {error.Attempted} cores failed, on {boards.Count} boards; the first: {error.Failures[0].Error.Message}");
        }

        // CODE_SECTION:failed-boards:END
        Assert.That(boards, Has.Count.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task What_there_is(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1), BindAddress = IPAddress.Parse("127.0.84.1") }, cancellationToken);
        var options = new TransceiverOptions { BoardEndPoint = machine.GetBoardEndPoint };
        await using Transceiver transceiver = await Transceiver.OpenAsync(
            machine.Boards[0].EndPoint, options with { Connection = options.Connection with { GiveUpAfter = TimeSpan.FromMilliseconds(500) } }, cancellationToken);
        machine.Boards[1].IsMute = true;
        CoreLocation[] cores = [.. transceiver.Machine.EthernetChips.Select(static chip => new CoreLocation(chip.Location, 1))];

        // CODE_SECTION:partial-result:START
        PartialResult<IReadOnlyList<Iobuf>> texts = await PartialResult.FromAsync(transceiver.Iobuf.GetAsync(cores, cancellationToken: cancellationToken));
        foreach (Iobuf text in texts.Value)
            Console.WriteLine(text);

        Console.WriteLine(texts.IsComplete ? "That is all." : $"That is not all: {texts.Error!.Message}");

        // CODE_SECTION:partial-result:END
        Assert.That((texts.Value.Count, texts.IsComplete), Is.EqualTo((2, false)));
    }

    [Test, CancelAfter(30_000)]
    public async Task Control_C(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        IPEndPoint board = machine.Boards[0].EndPoint;
        var image = new ApplicationImage(VirtualApplicationImage.Create("printer"));
        bool wasInterrupted = false;

        // CODE_SECTION:control-c:START
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;   // do not end at once: first everything below is disposed of
            stop.Cancel();
        };
        stop.CancelAfter(TimeSpan.FromSeconds(1));   // as if somebody pressed Ctrl-C

        try
        {
            await using Transceiver transceiver = await Transceiver.OpenAsync(board, cancellationToken: stop.Token);
            CoreLocation[] cores = [.. transceiver.Machine.ApplicationCores];
            await using ApplicationSession application = await transceiver.Applications.StartAsync(image, cores, cancellationToken: stop.Token);
            await application.WaitForStateAsync(CoreState.Finished, cancellationToken: stop.Token);
        }
        catch (OperationCanceledException)
        {
            wasInterrupted = true;   // the application is stopped, and its memory, routing entries and tags are free
        }

        // CODE_SECTION:control-c:END
        Assert.That(wasInterrupted, Is.True);
        await using Transceiver after = await Transceiver.OpenAsync(board, cancellationToken: cancellationToken);
        Assert.That((await after.Applications.GetStatesAsync(cancellationToken)).Values, Is.All.EqualTo(CoreState.Idle));
    }

    [Test, CancelAfter(30_000)]
    public async Task After_a_crash(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        IPEndPoint board = machine.Boards[0].EndPoint;
        await using (Transceiver crashed = await Transceiver.OpenAsync(board, cancellationToken: cancellationToken))
        {
            var image = new ApplicationImage(VirtualApplicationImage.Create("printer"));
            await crashed.Applications.LoadAsync(image, [.. crashed.Machine.ApplicationCores], 99, cancellationToken: cancellationToken);
        }

#pragma warning disable CA2016 // A page shows the shorter call.
        // CODE_SECTION:after-a-crash:START
        await using Transceiver transceiver = await Transceiver.OpenAsync(board);
        await transceiver.Applications.StopAllAsync();

        // CODE_SECTION:after-a-crash:END
#pragma warning restore CA2016
        Assert.That((await transceiver.Applications.GetStatesAsync(cancellationToken)).Values, Is.All.EqualTo(CoreState.Idle));
    }
}
