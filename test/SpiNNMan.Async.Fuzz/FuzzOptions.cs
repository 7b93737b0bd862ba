using System.Globalization;

namespace SpiNNMan.Async.Fuzz;

/// <summary>What the command line asks for.</summary>
/// <param name="Time">How long to run, shared by all targets; without end if <paramref name="Inputs"/> says when to stop.</param>
/// <param name="Inputs">How many inputs to try at most with each target.</param>
/// <param name="Target">The only target to run, or all.</param>
/// <param name="Seed">Where the random numbers start: the same seed tries the same inputs.</param>
internal sealed record FuzzOptions(TimeSpan Time, long Inputs, string? Target, ulong Seed)
{
    public const string Usage = "[--seconds N] [--inputs N] [--target NAME] [--seed N]";

    private static readonly TimeSpan s_defaultTime = TimeSpan.FromSeconds(10);

    /// <summary>Reads the arguments; <see langword="null"/> if they are not understood.</summary>
    public static FuzzOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new FuzzOptions(TimeSpan.MaxValue, long.MaxValue, null, 1);
        while (arguments is [var name, var value, .. var rest])
        {
            if (name is "--seconds" && double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e6)
                options = options with { Time = TimeSpan.FromSeconds(seconds) };
            else if (name is "--inputs" && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long inputs) && inputs > 0)
                options = options with { Inputs = inputs };
            else if (name is "--target" && FuzzTargets.All.Any(target => string.Equals(target.Name, value, StringComparison.Ordinal)))
                options = options with { Target = value };
            else if (name is "--seed" && ulong.TryParse(value, CultureInfo.InvariantCulture, out ulong seed))
                options = options with { Seed = seed };
            else
                return null;

            arguments = rest;
        }

        if (!arguments.IsEmpty)
            return null;

        return options is { Inputs: long.MaxValue } && options.Time == TimeSpan.MaxValue ? options with { Time = s_defaultTime } : options;
    }
}
