using System.Globalization;

namespace SpiNNMan.Async.Cli;

/// <summary>How long a command that was stopped may take to clean up.</summary>
internal static class Grace
{
    /// <summary>The variable that gives slow or busy computers longer.</summary>
    public const string Variable = "SPINNMAN_GRACE";

    private const double Default = 1;
    private const double Longest = 3600;

    /// <summary>How much of it goes to what was started; the rest is for ending.</summary>
    private const double ShareOfCleaningUp = 0.7;

    /// <summary>How long after a signal the process ends at the latest, whatever it waits for: a machine, or a reader of its output.</summary>
    public static TimeSpan Time { get; } = Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>How long what was started may take to be cleaned up.</summary>
    public static TimeSpan CleanUpTimeout { get; } = Time * ShareOfCleaningUp;

    /// <summary>Reads a number of seconds; what is none, or less than the usual second, counts as nothing said.</summary>
    public static TimeSpan Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= Default and <= Longest
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromSeconds(Default);
}
