namespace SpiNNMan.Async.Cli.Output;

/// <summary>What was measured against a board, for programs. All transfers together, then each for itself.</summary>
internal sealed record BenchResult
{
    public required string EndPoint { get; init; }

    public string? Version { get; init; }

    public required int Window { get; init; }

    public required long Bytes { get; init; }

    public required double Seconds { get; init; }

    public required long Requests { get; init; }

    public required double RequestsPerSecond { get; init; }

    public required double MegabytesPerSecond { get; init; }

    /// <summary>Single awaited requests while nothing else is under way.</summary>
    public required LatencyResult IdleLatency { get; init; }

    /// <summary>Single awaited requests beside the bulk transfers.</summary>
    public required LatencyResult LoadedLatency { get; init; }

    public required double CpuMicrosecondsPerRequest { get; init; }

    public required double BytesAllocatedPerRequest { get; init; }

    public required long ResentAfterTimeout { get; init; }

    public required long ResentWhenOvertaken { get; init; }

    public required long ResentToTryAgain { get; init; }

    public required long ResentNeedlessly { get; init; }

    public required long Late { get; init; }

    public required long Duplicates { get; init; }

    /// <summary>Datagrams that came and were dropped on this side.</summary>
    public required long Dropped { get; init; }

    public required int MaxWindow { get; init; }

    public required long WindowReductions { get; init; }

    /// <summary>The part of exchanges that was lost lately, 0 to 1.</summary>
    public required double LossRate { get; init; }

    /// <summary>How long one exchange takes in a full window, in microseconds, smoothed; its deviation; and the timeout that follows.</summary>
    public required double? RoundTrip { get; init; }

    public required double? RoundTripDeviation { get; init; }

    public required double Timeout { get; init; }

    /// <summary>How many replies to later requests show that one is lost.</summary>
    public required int ResendWhenOvertakenBy { get; init; }

    public required IReadOnlyList<int> Collections { get; init; }

    /// <summary>How many bytes were compared with what they should be.</summary>
    public required long BytesCompared { get; init; }

    public required IReadOnlyList<BenchPhaseResult> Phases { get; init; }
}
