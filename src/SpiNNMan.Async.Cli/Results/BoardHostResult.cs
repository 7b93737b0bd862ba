namespace SpiNNMan.Async.Cli.Results;

/// <summary>Where a board of a job can be reached, as JSON.</summary>
internal sealed record BoardHostResult(int X, int Y, string HostName);
