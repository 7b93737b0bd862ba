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
    private static readonly string[] s_shades = [Dim, "green", "yellow", "darkorange", Bad];

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
        TopMode.State => "R run, S sync, P pause, r ready, i init, F done; !n in error, x silent",
        TopMode.Application => "on most cores; + others too, x silent, · none",
        TopMode.Errors => "!n run-time errors and watchdogs, x silent, · none",
        TopMode.Temperature => "degrees Celsius of the board, ? no BMP is known, x silent",
        TopMode.Drops => "packets dropped a second, k 10^3, M 10^6, x silent, · none",
        _ => "packets of applications a second, k 10^3, M 10^6, x silent, · none",
    };

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
        _ => ">9G"[..2] + "M",
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
        : (celsius.ToString("0", CultureInfo.InvariantCulture), celsius >= Hot ? Bad : celsius >= Warm ? "yellow" : "green");

    /// <summary>The mark of a rate or a count: the higher it is, the darker.</summary>
    public static (string Mark, string? Style) OfRate(double rate, bool isBad)
    {
        if (rate <= 0)
            return (Nothing, Dim);

        int shade = Math.Clamp((int)Math.Log10(Math.Max(1, rate)), 0, s_shades.Length - 2) + 1;
        return (Short(rate), isBad ? s_shades[Math.Max(2, shade)] : s_shades[Math.Min(shade, s_shades.Length - 2)]);
    }

    private static string Limit(int count) => count > 99 ? "++" : count.ToString(CultureInfo.InvariantCulture);
}
