namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A part of the list of jobs.</summary>
internal sealed record JobList(IReadOnlyList<string> Jobs, string? Prev, string? Next);
