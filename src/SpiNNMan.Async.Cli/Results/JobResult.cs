using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Results;

/// <summary>A job of an allocation service, as JSON.</summary>
internal sealed record JobResult(int JobId, string JobState)
{
    public string? Owner { get; init; }

    public bool? IsOn { get; init; }

    public int? QueuePosition { get; init; }

    public string? Reason { get; init; }

    public string? WantedBoards { get; init; }

    public double? KeepAliveSeconds { get; init; }

    public string? KeptAliveFrom { get; init; }

    public string? StartTime { get; init; }

    public string? FinishTime { get; init; }

    public string? MachineName { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public IReadOnlyList<TriadBoardResult>? Boards { get; init; }

    public IReadOnlyList<BoardHostResult>? BoardHosts { get; init; }

    /// <param name="info">The job.</param>
    /// <param name="machine">Its boards; <see langword="null"/> if it has none, or they were not asked for.</param>
    public static JobResult From(JobInfo info, JobMachine? machine) => From(info.Id, info.Status, machine) with
    {
        Owner = info.Owner,
        WantedBoards = info.Request,
        KeepAliveSeconds = info.KeepAlive?.TotalSeconds,
        FinishTime = TextOf(info.FinishTime),
        MachineName = machine?.Name ?? info.Machine,
        Boards = BoardsOf(machine is { Boards.Count: > 0 } ? machine.Boards : info.Boards),
    };

    /// <param name="id">The number of the job.</param>
    /// <param name="status">How it is.</param>
    /// <param name="machine">Its boards; <see langword="null"/> if it has none, or they were not asked for.</param>
    public static JobResult From(int id, JobStatus status, JobMachine? machine) => new(id, JsonNames.Of(status.State))
    {
        IsOn = status.Power,
        QueuePosition = status.QueuePosition,
        Reason = status.Reason,
        KeptAliveFrom = status.KeepAliveHost,
        StartTime = TextOf(status.StartTime),
        MachineName = machine?.Name,
        Width = machine?.Width,
        Height = machine?.Height,
        Boards = BoardsOf(machine?.Boards ?? []),
        BoardHosts = machine is null ? null : [.. machine.Hosts.Select(static host => new BoardHostResult(host.Chip.X, host.Chip.Y, host.Host))],
    };

    private static string? TextOf(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static TriadBoardResult[]? BoardsOf(IReadOnlyList<LogicalBoard> boards) => boards.Count == 0 ? null : [.. boards.Select(TriadBoardResult.From)];
}
