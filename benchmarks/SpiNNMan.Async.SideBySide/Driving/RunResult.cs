namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>What a client did and took. Those that only the library tells are 0 for others.</summary>
internal sealed record RunResult
{
    /// <summary>Requests answered while the clock ran.</summary>
    public long Requests { get; init; }

    /// <summary>Those before included.</summary>
    public long Asked { get; init; }

    public double Seconds { get; init; }

    public double CpuMicroseconds { get; init; }

    public double P50Microseconds { get; init; }

    public double P99Microseconds { get; init; }

    public long Resent { get; init; }

    public long Late { get; init; }

    public long WrongWords { get; init; }

    public long AllocatedBytes { get; init; }

    public int Collections { get; init; }

    /// <summary>The fewest requests that one of the callers had answered.</summary>
    public long Least { get; init; }

    /// <summary>The most.</summary>
    public long Most { get; init; }

    public long ResidentBytes { get; init; }

    public int Threads { get; init; }

    /// <summary>The window at the end.</summary>
    public int Window { get; init; }

    /// <summary>Why it did not come to its end.</summary>
    public string? Error { get; init; }
}
