namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>Where and when a machine was looked at.</summary>
internal sealed record OriginJson(DateTimeOffset? Taken, string? Software, string? Host);
