using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Results.Transfers;

namespace SpiNNMan.Async.Cli.Benchmarking;

/// <summary>The result of a measurement, as JSON: the sums over all transfers, and each transfer in <see cref="Phases"/>.</summary>
internal sealed record BenchResult
{
    public required string EndPoint { get; init; }

    public VersionResult? Software { get; init; }

    public required int Window { get; init; }

    public required long Bytes { get; init; }

    public required double Seconds { get; init; }

    public required long Requests { get; init; }

    public required double RequestsPerSecond { get; init; }

    public required double MegabytesPerSecond { get; init; }

    /// <summary>The times of single awaited requests while no transfer runs.</summary>
    public required LatencyResult IdleLatency { get; init; }

    /// <summary>The times of single awaited requests while a transfer runs.</summary>
    public required LatencyResult LoadedLatency { get; init; }

    public required double CpuMicrosecondsPerRequest { get; init; }

    public required double BytesAllocatedPerRequest { get; init; }

    public required long ResentAfterTimeout { get; init; }

    public required long ResentWhenOvertaken { get; init; }

    public required long ResentToTryAgain { get; init; }

    public required long ResentNeedlessly { get; init; }

    public required long LateReplies { get; init; }

    public required long DuplicateReplies { get; init; }

    /// <summary>Datagrams that arrived and that this computer dropped.</summary>
    public required long DroppedDatagrams { get; init; }

    public required int MaxWindow { get; init; }

    public required long WindowReductions { get; init; }

    /// <summary>The share of recent exchanges that was lost, 0 to 1.</summary>
    public required double LossRate { get; init; }

    /// <summary>The smoothed round trip time in a full window.</summary>
    public required double? RoundTripMicroseconds { get; init; }

    public required double? RoundTripDeviationMicroseconds { get; init; }

    public required double TimeoutMicroseconds { get; init; }

    /// <summary>After how many replies to later requests a request counts as lost.</summary>
    public required int ResendWhenOvertakenBy { get; init; }

    public required IReadOnlyList<int> Collections { get; init; }

    /// <summary>How many bytes were compared with the expected ones.</summary>
    public required long ComparedBytes { get; init; }

    public required IReadOnlyList<BenchPhaseResult> Phases { get; init; }

    /// <summary>How memory was streamed, if it was.</summary>
    public StreamingResult? Streaming { get; init; }
}
