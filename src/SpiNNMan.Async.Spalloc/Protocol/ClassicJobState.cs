using System.Text.Json.Serialization;

namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The answer to <see cref="ClassicCommands.GetJobState"/>.</summary>
internal sealed record ClassicJobState
{
    /// <summary>0 unknown, 1 queued, 2 power, 3 ready, 4 destroyed.</summary>
    public int State { get; init; }

    /// <summary>Whether the boards are on; nothing while the job has none.</summary>
    public bool? Power { get; init; }

    /// <summary>The interval in seconds; the Java service tells the time of the last sign of life instead.</summary>
    [JsonConverter(typeof(SecondsConverter))]
    public double? Keepalive { get; init; }

    /// <summary>Why it was destroyed.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was created, in seconds since 1970.</summary>
    [JsonConverter(typeof(SecondsConverter))]
    public double? StartTime { get; init; }

    /// <summary>The address it was kept alive from.</summary>
    [JsonPropertyName("keepalivehost")]
    public string? KeepaliveHost { get; init; }
}
