namespace SpiNNMan.Async.SideBySide.Driving;

/// <summary>What the library is to do, over fresh connections.</summary>
internal sealed record Job
{
    public JobKind Kind { get; init; }

    public int Port { get; init; }

    public int Boards { get; init; } = 1;

    /// <summary>The board that need not answer, and is not counted.</summary>
    public int? Mute { get; init; }

    /// <summary>Leaves that board out.</summary>
    public bool SkipMute { get; init; }

    /// <summary>The connections' <c>MaxWindow</c>; 0 leaves the default.</summary>
    public int Window { get; init; }

    /// <summary>How many callers send single requests.</summary>
    public int Callers { get; init; } = 1;

    /// <summary>Whether callers are resumed on the thread that receives (<c>RunContinuationsAsynchronously = false</c>).</summary>
    public bool Inline { get; init; }

    /// <summary>How many requests, of all boards and callers together; 0 means as many as the time allows.</summary>
    public long Requests { get; init; }

    /// <summary>Requests before the clock starts, over the same connections.</summary>
    public long WarmUp { get; init; }

    /// <summary>After this time no more is begun.</summary>
    public double Seconds { get; init; } = 20;

    /// <summary>How many requests a transfer has.</summary>
    public int Transfer { get; init; } = 4096;

    public byte ChipX { get; init; }

    public byte ChipY { get; init; }

    /// <summary>The program in C that is at the other end of live data, and its arguments but for the port.</summary>
    public string[] Source { get; init; } = [];

    /// <summary>How many events a datagram of live data has.</summary>
    public int Keys { get; init; } = 64;
}
