using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>The parts of a machine, as JSON.</summary>
internal sealed record InfoResult(
    VersionResult Version,
    int Width,
    int Height,
    int ChipCount,
    int CoreCount,
    int BoardCount,
    long Requests,
    double Seconds,
    IReadOnlyList<DiscoveryFindingResult> Findings,
    IReadOnlyList<InfoResult.EdgeLink> FpgaLinks,
    IReadOnlyList<InfoResult.EdgeLink> SpinnakerLinks,
    IReadOnlyList<InfoResult.Chip> Chips)
{
    public static InfoResult From(Transceiver transceiver)
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
            [.. machine.FpgaLinks.Select(Describe)],
            [.. machine.SpinnakerLinks.Select(static link => new EdgeLink(link.Board.X, link.Board.Y, link.Number, link.Chip.X, link.Chip.Y, link.ChipLink))],
            [.. machine.Chips.Select(Describe), .. transceiver.Report.Of(DiscoveryFindingKind.SilentChip).Select(Describe)]);
    }

    private static Chip Describe(MachineChip chip) => new(chip.Location.X, chip.Location.Y)
    {
        Cores = chip.Cores.Count,
        PhysicalCores = chip.CoreMap is { } map ? [.. map.GetPhysicalCores().Select(static core => (int)core)] : null,
        Links = [.. chip.Links],
        FreeSdram = chip.LargestFreeSdram,
        FreeRouterEntries = chip.FreeRouterEntries,
        EthernetX = chip.NearestEthernet.X,
        EthernetY = chip.NearestEthernet.Y,
        Address = chip.EthernetAddress?.ToString(),
        States = [.. chip.Cores.Select(core => chip.States[core].ToString())],
    };

    private static EdgeLink Describe(FpgaLink link) => new(link.Board.X, link.Board.Y, link.Number, link.Chip.X, link.Chip.Y, link.ChipLink)
    {
        Fpga = link.Fpga,
        LeadsTo = link.Neighbour is { } neighbour ? [neighbour.X, neighbour.Y] : null,
    };

    private static Chip Describe(DiscoveryFinding silent) => new(silent.Chip.X, silent.Chip.Y) { Error = silent.Error?.Message ?? silent.Message };

    /// <summary>A chip. A chip that does not answer has only its place and the error.</summary>
    internal sealed record Chip(int X, int Y)
    {
        public int? Cores { get; init; }

        public IReadOnlyList<int>? PhysicalCores { get; init; }

        public IReadOnlyList<int>? Links { get; init; }

        public uint? FreeSdram { get; init; }

        public int? FreeRouterEntries { get; init; }

        public int? EthernetX { get; init; }

        public int? EthernetY { get; init; }

        public string? Address { get; init; }

        public IReadOnlyList<string>? States { get; init; }

        public string? Error { get; init; }
    }

    /// <summary>A link that leaves a board, with its FPGA and the chip that it leads to, if there are any.</summary>
    internal sealed record EdgeLink(int BoardX, int BoardY, int Number, int X, int Y, int Link)
    {
        public int? Fpga { get; init; }

        public IReadOnlyList<int>? LeadsTo { get; init; }
    }
}
