using SpiNNMan.Async.Model;
using SpiNNMan.Async.Operations;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>What a machine has, for programs.</summary>
internal sealed record InfoResult(VersionResult Version, int Width, int Height, int ChipCount, int CoreCount, IReadOnlyList<InfoResult.Chip> Chips)
{
    public static InfoResult From(MachineSurvey survey) => new(
        VersionResult.From(survey.Version),
        survey.Dimensions.Width,
        survey.Dimensions.Height,
        survey.Summaries.Count(),
        survey.CoreCount,
        [.. survey.Chips.Select(Describe)]);

    private static Chip Describe(ChipSurvey survey) => survey.Summary is { } chip
        ? new Chip(survey.Chip.X, survey.Chip.Y)
        {
            Cores = chip.CoreCount,
            Links = [.. chip.WorkingLinks],
            FreeSdram = chip.LargestFreeSdram,
            FreeSystemRam = chip.LargestFreeSystemRam,
            FreeRouterEntries = chip.FreeRouterEntries,
            EthernetX = chip.NearestEthernet.X,
            EthernetY = chip.NearestEthernet.Y,
            Address = chip.EthernetAddress?.ToString(),
            States = [.. chip.CoreStates.Take(Math.Min(chip.CoreCount, CoreSet.MaxCores)).Select(static state => state.ToString())],
        }
        : new Chip(survey.Chip.X, survey.Chip.Y) { Error = survey.Error!.Message };

    /// <summary>One chip; if it is silent, with the error and nothing else.</summary>
    internal sealed record Chip(int X, int Y)
    {
        public int? Cores { get; init; }

        public IReadOnlyList<int>? Links { get; init; }

        public uint? FreeSdram { get; init; }

        public uint? FreeSystemRam { get; init; }

        public int? FreeRouterEntries { get; init; }

        public int? EthernetX { get; init; }

        public int? EthernetY { get; init; }

        public string? Address { get; init; }

        public IReadOnlyList<string>? States { get; init; }

        public string? Error { get; init; }
    }
}
