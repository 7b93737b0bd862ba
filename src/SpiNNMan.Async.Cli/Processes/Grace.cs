using System.Globalization;

namespace SpiNNMan.Async.Cli.Processes;

/// <summary>How much time a command has to clean up after it was stopped.</summary>
internal static class Grace
{
    /// <summary>The environment variable that gives a command more time on slow or busy computers, in seconds.</summary>
    public const string Variable = "SPINNMAN_GRACE";

    private const double Default = 1;
    private const double Longest = 3600;

    /// <summary>The share of that time for stopping what the command started. The rest is for ending the process.</summary>
    private const double ShareOfCleaningUp = 0.7;

    /// <summary>The time between a signal and the end of the process, at most. Then the process ends even if it still waits for a machine, or for a reader of its output.</summary>
    public static TimeSpan Time { get; } = Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The time for stopping what the command started.</summary>
    public static TimeSpan CleanUpTimeout { get; } = Time * ShareOfCleaningUp;

    /// <summary>Reads a number of seconds, 1 to 3600. Any other text counts as the default of 1 second.</summary>
    public static TimeSpan Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= Default and <= Longest
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromSeconds(Default);
}
