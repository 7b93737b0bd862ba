using System.Globalization;

namespace SpiNNMan.Async.Fuzz;

/// <summary>What the command line asks for.</summary>
/// <param name="Time">How long to run, shared by all targets.</param>
/// <param name="Target">The only target to run, or all.</param>
/// <param name="Seed">Where the random numbers start: the same seed tries the same inputs.</param>
internal sealed record FuzzOptions(TimeSpan Time, string? Target, ulong Seed)
{
    public const string Usage = "[--seconds N] [--target NAME] [--seed N]";

    /// <summary>Reads the arguments; <see langword="null"/> if they are not understood.</summary>
    public static FuzzOptions? Parse(ReadOnlySpan<string> arguments)
    {
        var options = new FuzzOptions(TimeSpan.FromSeconds(10), null, 1);
        while (arguments is [var name, var value, .. var rest])
        {
            if (name is "--seconds" && double.TryParse(value, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e6)
                options = options with { Time = TimeSpan.FromSeconds(seconds) };
            else if (name is "--target" && FuzzTargets.All.Any(target => string.Equals(target.Name, value, StringComparison.Ordinal)))
                options = options with { Target = value };
            else if (name is "--seed" && ulong.TryParse(value, CultureInfo.InvariantCulture, out ulong seed))
                options = options with { Seed = seed };
            else
                return null;

            arguments = rest;
        }

        return arguments.IsEmpty ? options : null;
    }
}
