using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Operations;

/// <summary>Makes the model of a machine of what its chips say.</summary>
internal static class MachineDiscovery
{
    public static Machine MakeMachine(MachineSurvey survey)
    {
        HashSet<ChipLocation> present = [.. survey.Summaries.Select(static chip => chip.Chip)];
        var bare = new Machine(survey.Dimensions, survey.Version.Core.Chip, []);
        return new Machine(survey.Dimensions, survey.Version.Core.Chip, survey.Summaries.Select(chip => new MachineChip(
            chip.Chip,
            CoreSet.FromMask((1u << chip.CoreCount) - 1),
            [.. chip.WorkingLinks.Where(link => present.Contains(bare.GetNeighbour(chip.Chip, link)))],
            chip.NearestEthernet,
            chip.Chip == chip.NearestEthernet ? chip.EthernetAddress : null,
            chip.LargestFreeSdram,
            chip.FreeRouterEntries,
            chip.CoreStates)));
    }
}
