using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>A job in the answer to <see cref="ClassicCommands.ListJobs"/>.</summary>
internal sealed record ClassicJob
{
    public int JobId { get; init; }

    public string? Owner { get; init; }

    [JsonConverter(typeof(SecondsConverter))]
    public double? StartTime { get; init; }

    [JsonConverter(typeof(SecondsConverter))]
    public double? Keepalive { get; init; }

    public int State { get; init; }

    public bool? Power { get; init; }

    /// <summary>The arguments of its creation, by position.</summary>
    public JsonArray? Args { get; init; }

    /// <summary>The arguments of its creation, by name.</summary>
    public JsonObject? Kwargs { get; init; }

    public string? AllocatedMachineName { get; init; }

    /// <summary>[x, y, z] each.</summary>
    public IReadOnlyList<int[]>? Boards { get; init; }

    [JsonPropertyName("keepalivehost")]
    public string? KeepaliveHost { get; init; }
}
