using System.Net;
using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Machines.Snapshots;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The programs of the guides about opening, discovering and powering machines. They run as tests.</summary>
internal sealed class MachineGuideSnippets
{
    [Test]
    public async Task Opening()
    {
        // CODE_SECTION:open-machine:START
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);           // a board in this process: no hardware
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint);   // a real one: OpenAsync("192.168.240.253")

        Console.WriteLine($"{transceiver.Version}: {transceiver.Machine}");
        foreach (MachineChip chip in transceiver.Machine.Chips)
            Console.WriteLine($"{chip.Location}: {chip.ApplicationCores.Count} cores, {chip.LargestFreeSdram} bytes of SDRAM");

        // CODE_SECTION:open-machine:END
        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(48));
    }

    [Test, CancelAfter(30_000)]
    public async Task Opening_many_boards(CancellationToken cancellationToken)
    {
        // CODE_SECTION:open-many-boards:START
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);       // three boards
        var options = new TransceiverOptions { BoardEndPoint = machine.GetBoardEndPoint };               // only as their ports are the system's choice
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, options, cancellationToken);

        ScampConnection nearest = transceiver.GetConnection(new ChipLocation(9, 5));
        Console.WriteLine($"{transceiver.Connections.Count} boards; (9, 5) is on that of {nearest.Chip}");

        // CODE_SECTION:open-many-boards:END
        Assert.That(nearest.Chip, Is.EqualTo(new ChipLocation(8, 4)));
    }

    [Test, CancelAfter(30_000)]
    public async Task Opening_and_booting(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Booted = false }, cancellationToken);
        IPEndPoint bootPort = machine.Boards[0].BootEndPoint;
        IPEndPoint bmp = machine.Bmp.EndPoint;

        // CODE_SECTION:open-and-boot:START
        var options = new TransceiverOptions
        {
            BootImage = new BootImage(VirtualBootImage.Create()),                     // a real one: File.ReadAllBytes("scamp.boot")
            Bmps = [new BmpConnectionData(bmp.Address.ToString(), [0], Port: bmp.Port)],   // switches it on if it does not answer
            Progress = new Progress<TransceiverEvent>(step => Console.WriteLine($"{step.Elapsed.TotalSeconds:0.0} s  {step.Message}")),
            Patience = TimeSpan.FromSeconds(1),
            BootEndPoint = _ => bootPort,                                             // only as its port is the system's choice
            BootPause = TimeSpan.Zero,                                                // only as it is virtual
            Power = new BmpControllerOptions { AfterPowerOn = TimeSpan.Zero },        // the same
        };
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, options, cancellationToken);

        // CODE_SECTION:open-and-boot:END
        Assert.That(transceiver.Machine.Chips, Has.Count.EqualTo(48));
    }

    [Test, CancelAfter(30_000)]
    public async Task Opening_what_cannot_be_opened(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        IPEndPoint host = machine.Bmp.EndPoint;
        string? advice = null;

        // CODE_SECTION:open-errors:START
        try
        {
            await using Transceiver transceiver = await Transceiver.OpenAsync(host, cancellationToken);
        }
        catch (TransceiverOpenException error) when (error.State is HostState.Bmp)
        {
            Console.WriteLine(error.Message);   // says what is there, and what to do
            advice = error.Message;
        }

        // CODE_SECTION:open-errors:END
        Assert.That(advice, Does.Contain("address after it"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Discovering(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        machine.KillMonitor(new ChipLocation(7, 7));
        IPEndPoint host = machine.Boards[0].EndPoint;

        // CODE_SECTION:discovery-report:START
        var options = new TransceiverOptions
        {
            Connection = new ScampConnectionOptions { GiveUpAfter = TimeSpan.FromSeconds(1) },
            Discovery = new DiscoveryOptions
            {
                Repair = RepairPolicy.Repair,
                Ignored = IgnoredParts.Parse(downChips: "3,4", downCores: "0,0,5-7:1,1,-3", downLinks: "2,2,0"),
            },
        };
        await using Transceiver transceiver = await Transceiver.OpenAsync(host, options, cancellationToken);

        Console.WriteLine(transceiver.Report);
        foreach (DiscoveryFinding finding in transceiver.Report.Findings)
            Console.WriteLine($"{finding.Kind}: {finding.Message}");

        // CODE_SECTION:discovery-report:END
        Assert.That(transceiver.Report.Of(DiscoveryFindingKind.SilentChip).Count(), Is.EqualTo(1));
        Assert.That(transceiver.Report.Of(DiscoveryFindingKind.Ignored).Count(), Is.EqualTo(6));
    }

    [Test, CancelAfter(30_000)]
    public async Task Core_maps(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);

        // CODE_SECTION:discovery-core-maps:START
        MachineChip chip = transceiver.Machine[new ChipLocation(1, 1)];
        int? physical = chip.CoreMap?.GetPhysical(virtualCore: 5);
        Console.WriteLine($"Core 5 of {chip.Location} is {physical} on the silicon");

        // CODE_SECTION:discovery-core-maps:END
        Assert.That(physical, Is.InRange(0, 17));

        // CODE_SECTION:discovery-edges:START
        FpgaLink? link = transceiver.Machine.FindFpgaLink(fpga: 1, number: 3);   // of the board it was booted through
        Console.WriteLine($"{link} is link {link?.ChipLink} of {link?.Chip}, and leads to {link?.Neighbour?.ToString() ?? "no chip"}");
        foreach (SpinnakerLink connector in transceiver.Machine.SpinnakerLinks)   // boards of 4 chips have them
            Console.WriteLine($"{connector} is link {connector.ChipLink} of {connector.Chip}");

        // CODE_SECTION:discovery-edges:END
        Assert.That((link?.Chip, link?.ChipLink), Is.EqualTo((new ChipLocation(0, 1), 3)));
    }

    [Test, CancelAfter(30_000)]
    public async Task Comparing(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint, cancellationToken);

        // CODE_SECTION:discovery-snapshots:START
        string kept = transceiver.TakeSnapshot().ToJson();

        (Machine now, DiscoveryReport report) = await transceiver.DiscoverAsync(cancellationToken);
        foreach (MachineChange change in MachineChange.Between(MachineSnapshot.FromJson(kept).Machine, now))
            Console.WriteLine(change);

        // CODE_SECTION:discovery-snapshots:END
        Assert.That(report.Findings, Is.Empty);
        Assert.That(MachineChange.Between(MachineSnapshot.FromJson(kept).Machine, now), Is.Empty);
    }

    [Test, CancelAfter(30_000)]
    public async Task Powering(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(new VirtualMachineOptions { Triads = new TriadArrangement(1, 1) }, cancellationToken);
        IPEndPoint bmp = machine.Bmp.EndPoint;

        // CODE_SECTION:power:START
        BmpConnectionData[] frames = [new BmpConnectionData(bmp.Address.ToString(), Boards: [0, 1, 2], Port: bmp.Port)];
        var options = new BmpControllerOptions
        {
            MinimumOffTime = TimeSpan.Zero,   // 30 s by default: real boards need it
            AfterPowerOn = TimeSpan.Zero,     // 5 s by default
        };
        await using BmpController boards = await BmpController.ConnectAsync(frames, options, cancellationToken);
        await boards.PowerCycleAsync(cancellationToken);

        foreach (BoardReading<bool> board in await boards.GetPowerAsync(cancellationToken))
            Console.WriteLine($"{board.Board} is {(board.Value ? "on" : "off")}");

        // CODE_SECTION:power:END
        Assert.That(machine.Boards.Select(static board => board.State), Is.All.EqualTo(BoardState.Rom));
    }

    [Test, CancelAfter(30_000)]
    public async Task Watching(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        BmpConnectionData[] frames = [new BmpConnectionData(machine.Bmp.EndPoint.Address.ToString(), [0], Port: machine.Bmp.EndPoint.Port)];
        await using BmpController boards = await BmpController.ConnectAsync(frames, cancellationToken: cancellationToken);

        // CODE_SECTION:bmp-sensors:START
        foreach (BoardReading<AdcInfo> board in await boards.GetAdcAsync(cancellationToken))
            Console.WriteLine($"{board.Board}: {board.Value.Voltage18:0.00} V, {board.Value.TemperatureTop:0} degrees, warnings {board.Value.Warnings:X}");

        await boards.SetLedAsync(led: 7, LedAction.Toggle, cancellationToken);
        foreach (BoardReading<uint> board in await boards.ReadFpgaRegisterAsync(fpga: 0, FpgaRegisters.Flags, cancellationToken))
            Console.WriteLine($"{board.Board}: FPGA {board.Value & 3}");

        // CODE_SECTION:bmp-sensors:END
        Assert.That(boards.Boards, Is.EqualTo(new[] { new BoardLocation(0, 0, 0) }));
    }

    [Test, CancelAfter(30_000)]
    public async Task Probing(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5, cancellationToken);
        IPEndPoint host = machine.Boards[0].EndPoint;

        // CODE_SECTION:probe:START
        HostProbeResult found = await HostProbe.ProbeAsync(host, cancellationToken);
        Console.WriteLine($"{found.State}: {found.Explain("my board")}");

        // CODE_SECTION:probe:END
        Assert.That(found.State, Is.EqualTo(HostState.Ready));
    }
}
