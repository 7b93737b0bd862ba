using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>The parts of a machine, as JSON.</summary>
internal sealed record InfoResult(
    VersionResult Software,
    int Width,
    int Height,
    int ChipCount,
    int CoreCount,
    int BoardCount,
    long Requests,
    double Seconds,
    IReadOnlyList<DiscoveryFindingResult> Findings,
    IReadOnlyList<InfoResult.Place> DeadChips,
    IReadOnlyList<InfoResult.DeadLink> DeadLinks,
    IReadOnlyList<InfoResult.EdgeLink> FpgaLinks,
    IReadOnlyList<InfoResult.EdgeLink> SpinnakerLinks,
    IReadOnlyList<InfoResult.Chip> Chips)
{
    public static InfoResult From(Transceiver transceiver, MachineFaults health)
    {
        Machine machine = transceiver.Machine;
        return new InfoResult(
            VersionResult.From(transceiver.Version),
            machine.Dimensions.Width,
            machine.Dimensions.Height,
            machine.Chips.Count,
            machine.CoreCount,
            machine.EthernetChips.Count,
            transceiver.Report.Requests,
            transceiver.Report.Elapsed.TotalSeconds,
            [.. transceiver.Report.Findings.Select(DiscoveryFindingResult.From)],
            [.. health.DeadChips.Select(static chip => new Place(chip.X, chip.Y))],
            [.. health.DeadLinks.Select(static link => new DeadLink(link.Chip.X, link.Chip.Y, link.Link))],
            [.. machine.FpgaLinks.Select(Describe)],
            [.. machine.SpinnakerLinks.Select(static link => new EdgeLink(link.Board.X, link.Board.Y, link.Number, link.Chip.X, link.Chip.Y, link.ChipLink))],
            [.. machine.Chips.Select(Describe), .. transceiver.Report.Of(DiscoveryFindingKind.SilentChip).Select(Describe)]);
    }

    private static Chip Describe(MachineChip chip) => new(chip.Location.X, chip.Location.Y)
    {
        CoreCount = chip.Cores.Count,
        PhysicalCores = chip.CoreMap is { } map ? [.. map.GetPhysicalCores().Select(static core => (int)core)] : null,
        Links = [.. chip.Links],
        LargestFreeSdramBytes = chip.LargestFreeSdram,
        FreeRouterEntries = chip.FreeRouterEntries,
        BoardX = chip.NearestEthernet.X,
        BoardY = chip.NearestEthernet.Y,
        IpAddress = chip.EthernetAddress?.ToString(),
        States = [.. chip.Cores.Select(core => JsonNames.Of(chip.States[core]))],
    };

    private static EdgeLink Describe(FpgaLink link) => new(link.Board.X, link.Board.Y, link.Number, link.Chip.X, link.Chip.Y, link.ChipLink)
    {
        Fpga = link.Fpga,
        NeighbourX = link.Neighbour?.X,
        NeighbourY = link.Neighbour?.Y,
    };

    private static Chip Describe(DiscoveryFinding silent) => new(silent.Chip.X, silent.Chip.Y) { Message = silent.Error?.Message ?? silent.Message };

    /// <summary>A chip. A chip that does not answer has only its place and a message.</summary>
    internal sealed record Chip(int X, int Y)
    {
        public int? CoreCount { get; init; }

        public IReadOnlyList<int>? PhysicalCores { get; init; }

        public IReadOnlyList<int>? Links { get; init; }

        public uint? LargestFreeSdramBytes { get; init; }

        public int? FreeRouterEntries { get; init; }

        public int? BoardX { get; init; }

        public int? BoardY { get; init; }

        public string? IpAddress { get; init; }

        public IReadOnlyList<string>? States { get; init; }

        public string? Message { get; init; }
    }

    /// <summary>A place in a machine.</summary>
    internal sealed record Place(int X, int Y);

    /// <summary>A link between two chips that does not work.</summary>
    internal sealed record DeadLink(int X, int Y, int Link);

    /// <summary>A link that leaves a board, with its FPGA and the chip that it leads to, if there are any.</summary>
    internal sealed record EdgeLink(int BoardX, int BoardY, int Number, int X, int Y, int Link)
    {
        public int? Fpga { get; init; }

        public int? NeighbourX { get; init; }

        public int? NeighbourY { get; init; }
    }
}
