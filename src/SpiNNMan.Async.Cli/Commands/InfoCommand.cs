using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Operations;

namespace SpiNNMan.Async.Cli.Commands;

/// <summary><c>spinnman info HOST</c>: what a machine has, and what does not work.</summary>
internal static class InfoCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<HostTarget> host = HostTarget.CreateArgument();
        var chips = new Option<bool>("--chips") { Description = "Show every chip." };
        var command = new Command("info", "Show what a machine has: software, size, chips, cores, links, and what does not work.") { host, chips };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using ScampConnection scamp = await parsed.GetRequiredValue(host).ConnectAsync(cancellationToken);
            MachineSurvey survey = await MachineSurvey.TakeAsync(scamp, cancellationToken: cancellationToken);
            if (parsed.WantsJson())
                await terminal.WriteJsonAsync(InfoResult.From(survey), CliJson.Default.InfoResult);
            else
                Show(terminal.OutConsole, survey, parsed.GetValue(chips));

            return ExitCodes.Success;
        });
        return command;
    }

    private static void Show(IAnsiConsole console, MachineSurvey survey, bool everyChip)
    {
        var facts = new Facts();
        facts.Add("Software", survey.Version.ToString());
        facts.Add("Size", survey.Dimensions.ToString());
        facts.Add("Chips", ChipCounts(survey));
        facts.Add("Cores", CoreCounts(survey));
        facts.Add("Applications", StateCounts(survey));
        facts.Add("Dead links", DeadLinks(survey));
        facts.Add("Ethernet", string.Join(", ", survey.Summaries
            .Where(static chip => chip.EthernetAddress is not null && chip.Chip == chip.NearestEthernet)
            .Select(static chip => string.Create(CultureInfo.InvariantCulture, $"{chip.EthernetAddress} at {chip.Chip}"))));
        facts.Add("Free SDRAM", FreeSdram(survey));
        facts.WriteTo(console);
        foreach (ChipSurvey silent in survey.SilentChips)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{silent.Chip} is silent:[/] {silent.Error!.Message}");

        if (everyChip)
            ShowChips(console, survey);
    }

    private static void ShowChips(IAnsiConsole console, MachineSurvey survey)
    {
        Table table = Tables.OfRows("Chip", "Cores", "Idle", "Links", "Free SDRAM", "Free routes", "Ethernet");
        foreach (ChipSummaryInfo chip in survey.Summaries)
        {
            table.AddRow(
                chip.Chip.ToString(),
                chip.CoreCount.ToString(CultureInfo.InvariantCulture),
                chip.CoreStates.CoresIn(CpuState.Idle).Count.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(chip.WorkingLinks.ToString()),
                Quantities.Bytes(chip.LargestFreeSdram),
                chip.FreeRouterEntries.ToString(CultureInfo.InvariantCulture),
                chip.EthernetAddress?.ToString() ?? "");
        }

        console.Write(table);
    }

    private static string ChipCounts(MachineSurvey survey)
    {
        int silent = survey.SilentChips.Count();
        string counts = $"{survey.Chips.Count - silent}";
        return silent == 0 ? counts : $"{counts}, and {silent} that do not answer";
    }

    private static string CoreCounts(MachineSurvey survey)
    {
        IEnumerable<string> groups = survey.Summaries
            .GroupBy(static chip => chip.CoreCount)
            .OrderByDescending(static group => group.Key)
            .Select(static group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} chips with {group.Key}"));
        return $"{Quantities.Count(survey.CoreCount)}: {string.Join(", ", groups)}";
    }

    private static string StateCounts(MachineSurvey survey)
    {
        IEnumerable<string> groups = survey.Summaries
            .SelectMany(static chip => Enumerable.Range(1, Math.Clamp(chip.CoreCount - 1, 0, 17)).Select(core => chip.CoreStates[core]))
            .GroupBy(static state => state)
            .OrderBy(static group => group.Key)
            .Select(static group => $"{group.Count()} {group.Key}");
        return string.Join(", ", groups);
    }

    private static string FreeSdram(MachineSurvey survey)
    {
        uint[] free = [.. survey.Summaries.Select(static chip => chip.LargestFreeSdram).Order()];
        return free switch
        {
            [] => "unknown",
            [uint least, .., uint most] when least != most => $"{Quantities.Bytes(least)} to {Quantities.Bytes(most)} in one piece on each chip",
            _ => $"{Quantities.Bytes(free[0])} in one piece on each chip",
        };
    }

    // Links that lead off a single board are not there at all, so only those to a chip that answers count.
    private static string DeadLinks(MachineSurvey survey)
    {
        HashSet<ChipLocation> present = [.. survey.Summaries.Select(static chip => chip.Chip)];
        string[] dead = [.. survey.Summaries.SelectMany(chip => Enumerable.Range(0, LinkSet.MaxLinks)
            .Where(link => !chip.WorkingLinks.Contains(link) && present.Contains(Neighbours.Of(chip.Chip, link)))
            .Select(link => string.Create(CultureInfo.InvariantCulture, $"{chip.Chip} link {link}")))];
        const int Shown = 10;
        return dead.Length switch
        {
            0 => "none",
            <= Shown => string.Join(", ", dead),
            _ => $"{dead.Length}: {string.Join(", ", dead.Take(Shown))}, ...",
        };
    }
}
