using System.Globalization;

namespace SpiNNMan.Async.Fuzz;

/// <summary>What the command line asks for.</summary>
/// <param name="Time">How long to run, shared by all targets; without end if something else says when to stop.</param>
/// <param name="TimeEach">How long to run each target.</param>
/// <param name="Inputs">How many inputs to try at most with each target.</param>
/// <param name="Target">The only target to run, or all.</param>
/// <param name="Seed">Where the random numbers start: the same seed and corpus try the same inputs.</param>
/// <param name="Workers">How many targets run at a time.</param>
/// <param name="Corpus">A folder with more inputs to start from, to which those worth keeping are added.</param>
internal sealed record FuzzOptions(TimeSpan Time, TimeSpan TimeEach, long Inputs, string? Target, ulong Seed, int Workers, string? Corpus)
{
    public const string Usage = "[--seconds N | --seconds-each N] [--inputs N] [--target NAME] [--seed N] [--workers N] [--corpus FOLDER]";

    private static readonly TimeSpan s_defaultTime = TimeSpan.FromSeconds(10);

    /// <summary>How long a target runs when there are so many.</summary>
    public TimeSpan Share(int targets) => TimeEach < TimeSpan.MaxValue ? TimeEach : Time / targets * Math.Min(Workers, targets);

    /// <summary>Reads the arguments; <see langword="null"/> if they are not understood.</summary>
    public static FuzzOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new FuzzOptions(TimeSpan.MaxValue, TimeSpan.MaxValue, long.MaxValue, null, 1, 1, null);
        while (arguments is [var name, var value, .. var rest])
        {
            if (options.With(name, value) is not { } next)
                return null;

            options = next;
            arguments = rest;
        }

        if (!arguments.IsEmpty)
            return null;

        bool endless = options is { Inputs: long.MaxValue } && options.Time == TimeSpan.MaxValue && options.TimeEach == TimeSpan.MaxValue;
        return endless ? options with { Time = s_defaultTime } : options;
    }

    private FuzzOptions? With(string name, string value) => name switch
    {
        "--seconds" when Seconds(value) is { } time => this with { Time = time },
        "--seconds-each" when Seconds(value) is { } time => this with { TimeEach = time },
        "--inputs" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long inputs) && inputs > 0 => this with { Inputs = inputs },
        "--target" when FuzzTargets.All.Any(target => string.Equals(target.Name, value, StringComparison.Ordinal)) => this with { Target = value },
        "--seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed) => this with { Seed = seed },
        "--workers" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int workers) && workers is > 0 and <= 1024 => this with { Workers = workers },
        "--corpus" when value.Length > 0 => this with { Corpus = value },
        _ => null,
    };

    private static TimeSpan? Seconds(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e6 ? TimeSpan.FromSeconds(seconds) : null;
}
