namespace SpiNNMan.Async.Model;

/// <summary>Where and when a machine was looked at.</summary>
internal sealed record OriginJson(DateTimeOffset? Taken, string? Software, string? Host);
