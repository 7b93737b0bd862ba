using System.Globalization;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>Lines about boards and chips, from the last look at them.</summary>
internal static class LookText
{
    /// <summary>The states of the cores of some chips.</summary>
    public static string StatesOf(IEnumerable<HealthResult.WatchedChip> chips) =>
        string.Join(", ", chips.SelectMany(MachineLook.StatesOf).CountBy(static core => core.State).OrderByDescending(static count => count.Value).Select(static count => $"{count.Value} {count.Key}"));

    /// <summary>The applications and the rates of some chips.</summary>
    public static string RatesOf(IReadOnlyCollection<HealthResult.WatchedChip> chips)
    {
        string applications = string.Join(", ", chips.SelectMany(MachineLook.ApplicationsOf).Distinct().Order());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"app {(applications.Length == 0 ? "none" : applications)}; {chips.Sum(static chip => chip.PacketsPerSecond ?? 0):N0} packets/s; {chips.Sum(static chip => chip.DropsPerSecond ?? 0):N0} dropped/s");
    }

    /// <summary>A line about a chip.</summary>
    public static string OfChip(HealthResult.WatchedChip chip) =>
        $"chip {new ChipLocation(chip.X, chip.Y)}: {(chip.IsSilent ? "silent" : $"{StatesOf([chip])}; {RatesOf([chip])}")}";

    /// <summary>A line about a board.</summary>
    public static string OfBoard(MachineLook look, ChipLocation ethernet)
    {
        HealthResult.WatchedBoard board = look.BoardAt(ethernet);
        HealthResult.WatchedChip[] chips = [.. look.ChipsOf(ethernet)];
        string name = $"board at chip {ethernet} {board.IpAddress}".TrimEnd();
        if (board.IsSilent)
            return $"{name}: silent";

        string heat = look.TemperatureOf(ethernet) is { } celsius ? string.Create(CultureInfo.InvariantCulture, $"; {celsius:0} °C") : "";
        int silent = chips.Count(static chip => chip.IsSilent);
        return string.Create(CultureInfo.InvariantCulture, $"{name}: {chips.Length} chips{(silent > 0 ? $", {silent} silent" : "")}; {StatesOf(chips.Where(static chip => !chip.IsSilent))}; {RatesOf(chips)}{heat}");
    }
}
