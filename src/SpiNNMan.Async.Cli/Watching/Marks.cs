using System.Globalization;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>The mark of a board or a chip on a map, in up to three characters. The characters say all; colours only help.</summary>
internal static class Marks
{
    public const string Nothing = "·";
    private const string Silent = "x";
    private const string Unknown = "?";
    private const string Bad = "bold red";
    private const string Dim = "dim";
    private const double Warm = 40;
    private const double Hot = 50;

    /// <summary>States worth telling, the most telling one first, with their letters.</summary>
    private static readonly (CoreState State, char Letter, string Style)[] s_states =
    [
        (CoreState.Running, 'R', "green"),
        (CoreState.Sync0, 'S', "blue"),
        (CoreState.Sync1, 'S', "blue"),
        (CoreState.Paused, 'P', "yellow"),
        (CoreState.Ready, 'r', "blue"),
        (CoreState.CMain, 'c', "green"),
        (CoreState.Initialising, 'i', "blue"),
        (CoreState.Finished, 'F', "aqua"),
        (CoreState.PoweredDown, 'd', Dim),
    ];

    private static readonly string[] s_palette = ["green", "yellow", "blue", "fuchsia", "aqua", "olive", "teal", "purple"];

    /// <summary>The shades of rates, from the lowest rate on, which is one a second. No traffic is bad, however much it is.</summary>
    private static readonly (double From, string Style)[] s_traffic = [(0, "green"), (100, "yellow"), (1e3, "darkorange"), (1e4, "orangered1"), (1e5, "deeppink3")];
    private static readonly (double From, string Style)[] s_drops = [(0, "yellow"), (100, "darkorange"), (1e3, Bad)];
    private static readonly (double From, string Style)[] s_degrees = [(0, "green"), (Warm, "yellow"), (Hot, Bad)];

    /// <summary>The mark of some chips together: of one chip, or of the chips of a board.</summary>
    public static (string Mark, string? Style) Of(TopMode mode, MachineLook look, ChipLocation board, IReadOnlyCollection<HealthResult.WatchedChip> chips)
    {
        if (look.BoardAt(board).IsSilent || chips.Count == 0 || chips.All(static chip => chip.IsSilent))
            return (Silent, Bad);

        return mode switch
        {
            TopMode.State => StateOf(chips),
            TopMode.Application => ApplicationOf(chips),
            TopMode.Errors => ErrorsOf(chips) is var errors and > 0 ? ($"!{Limit(errors)}", Bad) : (Nothing, Dim),
            TopMode.Temperature => TemperatureOf(look.TemperatureOf(board)),
            TopMode.Drops => OfRate(chips.Sum(static chip => chip.DropsPerSecond ?? 0), isBad: true),
            _ => OfRate(chips.Sum(static chip => chip.PacketsPerSecond ?? 0), isBad: false),
        };
    }

    /// <summary>The meaning of the marks of a mode.</summary>
    public static string LegendOf(TopMode mode) => mode switch
    {
        TopMode.State => "R run, S sync, P pause, r ready, i init, F end; !n error, x silent, · idle",
        TopMode.Application => "on most cores; + others too, x silent, · none",
        TopMode.Errors => "!n run-time errors and watchdogs, x silent, · none",
        TopMode.Temperature => "degrees Celsius of the board, ? no BMP is known, x silent",
        TopMode.Drops => "packets dropped a second, k 10^3, M 10^6, x silent, · none",
        _ => "packets of applications a second, k 10^3, M 10^6, x silent, · none",
    };

    /// <summary>The shades of a mode, from little to much; none where each colour has a letter.</summary>
    public static IEnumerable<(string Style, string From)> ShadesOf(TopMode mode) => (mode switch
    {
        TopMode.Temperature => s_degrees,
        TopMode.Drops => s_drops,
        TopMode.Traffic => s_traffic,
        _ => [],
    }).Select(static shade => (shade.Style, shade.From switch
    {
        0 => "low",
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{shade.From:0}+"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{shade.From / 1000:0}k+"),
    }));

    /// <summary>The cores in error.</summary>
    public static int ErrorsOf(IEnumerable<HealthResult.WatchedChip> chips) =>
        chips.Where(static chip => !chip.IsSilent).Sum(static chip => MachineLook.StatesOf(chip).Count(static core => core.State is CoreState.RunTimeException or CoreState.Watchdog));

    /// <summary>A rate in up to three characters.</summary>
    public static string Short(double rate) => rate switch
    {
        <= 0 => Nothing,
        < 1 => "<1",
        < 999.5 => rate.ToString("0", CultureInfo.InvariantCulture),
        < 99_500 => string.Create(CultureInfo.InvariantCulture, $"{rate / 1e3:0}k"),
        < 999_500 => string.Create(CultureInfo.InvariantCulture, $".{Math.Min(9, rate / 1e5):0}M"),
        < 99_500_000 => string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:0}M"),
        < 999_500_000 => string.Create(CultureInfo.InvariantCulture, $".{Math.Min(9, rate / 1e8):0}G"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Min(99, rate / 1e9):0}G"),
    };

    private static (string Mark, string? Style) StateOf(IReadOnlyCollection<HealthResult.WatchedChip> chips)
    {
        if (ErrorsOf(chips) is var errors and > 0)
            return ($"!{Limit(errors)}", Bad);
        if (chips.Any(static chip => chip.IsSilent))
            return (Silent + Limit(chips.Count(static chip => chip.IsSilent)), Bad);

        Dictionary<CoreState, int> counts = chips.SelectMany(MachineLook.StatesOf).CountBy(static core => core.State).ToDictionary();
        foreach ((CoreState state, char letter, string style) in s_states)
        {
            if (counts.TryGetValue(state, out int count))
                return ($"{letter}{Limit(count)}", style);
        }

        return (Nothing, Dim);
    }

    private static (string Mark, string? Style) ApplicationOf(IReadOnlyCollection<HealthResult.WatchedChip> chips)
    {
        KeyValuePair<int, int>[] applications = [.. chips.SelectMany(static chip => chip.ApplicationIds ?? []).Where(static id => id > 0).CountBy(static id => id).OrderByDescending(static id => id.Value)];
        if (applications.Length == 0)
            return (Nothing, Dim);

        string mark = applications[0].Key.ToString(CultureInfo.InvariantCulture);
        return (applications.Length > 1 && mark.Length < 3 ? mark + "+" : mark, s_palette[applications[0].Key % s_palette.Length]);
    }

    private static (string Mark, string? Style) TemperatureOf(double? degrees) => degrees is not { } celsius
        ? (Unknown, Dim)
        : (celsius.ToString("0", CultureInfo.InvariantCulture), ShadeOf(s_degrees, celsius));

    /// <summary>The mark of a rate or a count: the higher it is, the darker.</summary>
    public static (string Mark, string? Style) OfRate(double rate, bool isBad) => rate <= 0 ? (Nothing, Dim) : (Short(rate), ShadeOf(isBad ? s_drops : s_traffic, rate));

    private static string ShadeOf((double From, string Style)[] shades, double value) => shades.LastOrDefault(shade => shade.From <= value, shades[0]).Style;

    private static string Limit(int count) => count > 99 ? "++" : count.ToString(CultureInfo.InvariantCulture);
}
