using System.Globalization;
using SpiNNMan.Async.Campaign.Worlds;

namespace SpiNNMan.Async.Campaign.Runs;

/// <summary>What the command line asks for.</summary>
internal sealed record CampaignOptions
{
    public const string Usage = "[--hours N] [--seconds N] [--seed S] [--all] [--no-shrinking] | --replay SEED [--without NAME,NAME...] [--trace]";

    /// <summary>How many simulated hours to run.</summary>
    public double Hours { get; init; } = 1;

    /// <summary>After how many seconds to stop all the same.</summary>
    public double Seconds { get; init; } = double.PositiveInfinity;

    /// <summary>The seed of the first world; the others follow.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether to go on after findings, and count them, instead of ending at the first ten kinds.</summary>
    public bool GoesOn { get; init; }

    /// <summary>Whether failing worlds are made smaller.</summary>
    public bool Shrinks { get; init; } = true;

    /// <summary>The one world to run.</summary>
    public int? Replay { get; init; }

    /// <summary>What of its plan to leave out.</summary>
    public IReadOnlySet<string> Without { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether to tell everything that happens.</summary>
    public bool Traces { get; init; }

    /// <summary>Whether this is the process that runs worlds, which may die of them.</summary>
    public bool IsWorker { get; init; }

    /// <summary>How many worlds a worker runs.</summary>
    public int Count { get; init; } = int.MaxValue;

    /// <summary>A promise that the world breaks on purpose, to see that it is found.</summary>
    public FindingKind? Breach { get; init; }

    public static CampaignOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new CampaignOptions();
        while (!arguments.IsEmpty)
        {
            (CampaignOptions? next, int taken) = options.Take(arguments);
            if (next is null)
                return null;

            options = next;
            arguments = arguments[taken..];
        }

        return options;
    }

    private (CampaignOptions? Options, int Taken) Take(ReadOnlySpan<string> arguments) => arguments switch
    {
        ["--all", ..] => (this with { GoesOn = true }, 1),
        ["--no-shrinking", ..] => (this with { Shrinks = false }, 1),
        ["--trace", ..] => (this with { Traces = true }, 1),
        ["--worker", ..] => (this with { IsWorker = true }, 1),
        ["--hours", var value, ..] when Number(value) is { } hours => (this with { Hours = hours }, 2),
        ["--seconds", var value, ..] when Number(value) is { } seconds => (this with { Seconds = seconds }, 2),
        ["--seed", var value, ..] when Integer(value) is { } seed => (this with { Seed = seed }, 2),
        ["--count", var value, ..] when Integer(value) is { } count => (this with { Count = count }, 2),
        ["--replay", var value, ..] when Integer(value) is { } seed => (this with { Replay = seed }, 2),
        ["--breach", var value, ..] when Enum.TryParse(value, out FindingKind kind) => (this with { Breach = kind }, 2),
        ["--without", var value, ..] => (this with { Without = value.Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal) }, 2),
        _ => (null, 0),
    };

    private static double? Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value is > 0 and < 1e9 ? value : null;

    private static int? Integer(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
