using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Commands.Jobs;

/// <summary>The known facts about a job, in words for people.</summary>
internal static class JobText
{
    /// <summary>The state, with the place in the queue.</summary>
    public static Cell StateOf(JobStatus status) => status.State switch
    {
        JobState.Queued => new Cell(status.QueuePosition is { } place ? string.Create(CultureInfo.InvariantCulture, $"queued, place {place}") : "queued", "yellow"),
        JobState.Power => new Cell("switching", "yellow"),
        JobState.Ready => new Cell("ready", "green"),
        JobState.Destroyed => new Cell("over", "red"),
        _ => new Cell("unknown", "red"),
    };

    /// <summary>Whether the boards are on.</summary>
    public static string PowerOf(bool? power) => power switch { true => "on", false => "off", _ => "" };

    /// <summary>A time, in UTC.</summary>
    public static string TimeOf(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>An interval.</summary>
    public static string IntervalOf(TimeSpan? interval) => interval is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s") : "";
}
