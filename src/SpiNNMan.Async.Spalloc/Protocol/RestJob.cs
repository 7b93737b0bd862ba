namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The answer to GET /jobs/ID.</summary>
/// <remarks>Protocol: spalloc.md, "Resources".</remarks>
internal sealed record RestJob
{
    /// <summary>UNKNOWN, QUEUED, POWER, READY or DESTROYED.</summary>
    public string State { get; init; } = "";

    public string? Owner { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? FinishTime { get; init; }

    public string? Reason { get; init; }

    public string? KeepaliveHost { get; init; }

    public DateTimeOffset? KeepAliveTime { get; init; }

    public Uri? KeepaliveRef { get; init; }

    public Uri? MachineRef { get; init; }

    public Uri? PowerRef { get; init; }

    public Uri? ChipRef { get; init; }

    public Uri? ProxyRef { get; init; }

    public RestCreateJob? OriginalRequest { get; init; }
}
