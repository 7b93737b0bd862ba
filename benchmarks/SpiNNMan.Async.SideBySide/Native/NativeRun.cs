namespace SpiNNMan.Async.SideBySide.Native;

/// <summary>What the client in C is to do.</summary>
internal sealed record NativeRun
{
    public int Window { get; init; } = 8;

    public long Requests { get; init; }

    /// <summary>Requests before the clock starts.</summary>
    public long WarmUp { get; init; }

    /// <summary>How many requests a transfer has.</summary>
    public int Transfer { get; init; } = 4096;

    public double TimeoutMilliseconds { get; init; } = 200;

    /// <summary>One datagram a call, instead of sendmmsg and recvmmsg.</summary>
    public bool Single { get; init; }

    public byte ChipX { get; init; }

    public byte ChipY { get; init; }
}
