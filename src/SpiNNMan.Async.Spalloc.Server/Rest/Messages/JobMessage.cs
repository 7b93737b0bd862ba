using System.Text.Json;

namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A job, and where its resources are.</summary>
internal sealed record JobMessage
{
    public required string State { get; init; }

    public required string Owner { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public DateTimeOffset? FinishTime { get; init; }

    public string? Reason { get; init; }

    public string? KeepaliveHost { get; init; }

    public DateTimeOffset? KeepAliveTime { get; init; }

    public required string KeepaliveRef { get; init; }

    public required string MachineRef { get; init; }

    public required string PowerRef { get; init; }

    public required string ChipRef { get; init; }

    public string? ProxyRef { get; init; }

    public required JsonElement OriginalRequest { get; init; }
}
