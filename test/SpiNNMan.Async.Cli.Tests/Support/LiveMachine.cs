using System.Net;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>A virtual board with an injector, whose events come back by tag 1, and a program that sends keys by the same tag all the time.</summary>
internal static class LiveMachine
{
    /// <summary>The label of the injector. Its atoms are 0 to 99.</summary>
    public const string Label = "in";

    private const uint FirstKey = 0x70000;
    private const int Atoms = 100;

    private static readonly CoreLocation s_injector = new(1, 1, 1);
    private static readonly CoreLocation s_gatherer = new(0, 0, 1);

    /// <summary>The board, which also sends the events of atoms 7 and 8 without an injector.</summary>
    public static VirtualMachineOptions Options => OptionsOf(sendsAlways: true);

    /// <summary>Starts the machine.</summary>
    /// <param name="cancellationToken">Ends the starting.</param>
    /// <param name="sendsAlways">Whether events come without an injector, too: atoms 7 and 8.</param>
    public static Task<VirtualMachine> StartAsync(CancellationToken cancellationToken, bool sendsAlways = true) => VirtualMachine.StartAsync(OptionsOf(sendsAlways), cancellationToken);

    /// <summary>What a tool chain would write down.</summary>
    public static RunDatabase DatabaseOf(VirtualMachine machine) => DatabaseOf(machine.Boards[0].EndPoint.Address);

    /// <summary>What a tool chain would write down of a machine whose only board has that address.</summary>
    public static RunDatabase DatabaseOf(IPAddress board)
    {
        var gatherer = new Gatherer(Gatherer.UsualLabel, Tag: 1, board) { Core = s_gatherer };
        var ethernet = new ChipLocation(0, 0);
        return new RunDatabase
        {
            Chips = [new DatabaseChip(ethernet, ethernet, board), new DatabaseChip(s_injector.Chip, ethernet)],
            Populations = [new Population(Label) { Parts = [new PopulationPart(s_injector, [new KeyRange(FirstKey, 0, Atoms)])], Gatherers = [gatherer] }],
            Gatherers = [gatherer],
        };
    }

    private static VirtualMachineOptions OptionsOf(bool sendsAlways)
    {
        List<ProgramPlacement> placements =
        [
            new(s_injector, static () => new LiveInjectorApplication { RunsAtOnce = true, Settings = new LiveInjectorSettings { KeyPrefix = FirstKey, Key = FirstKey, ChecksKeys = true } }),
            new(s_gatherer, static () => new LiveGathererApplication { RunsAtOnce = true }),
        ];
        if (sendsAlways)
            placements.Add(new(new CoreLocation(0, 1, 1), static () => new SpikeStreamApplication { Keys = [FirstKey + 7, FirstKey + 8], Interval = TimeSpan.FromMilliseconds(5), Count = 1_000_000 }));

        return new VirtualMachineOptions
        {
            Board = BoardType.Spin3,
            Placements = placements,
            Routes = [new PacketRoute(FirstKey, 0xFFFF0000, s_injector.Chip, [s_gatherer])],
        };
    }
}
