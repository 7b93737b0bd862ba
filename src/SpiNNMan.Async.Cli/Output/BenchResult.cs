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

    public required long Late { get; init; }

    public required IReadOnlyList<int> Collections { get; init; }

    /// <summary>How many bytes were compared with what they should be.</summary>
    public required long BytesCompared { get; init; }

    public required IReadOnlyList<BenchPhaseResult> Phases { get; init; }
}
