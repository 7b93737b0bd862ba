namespace SpiNNMan.Async.Cli.Results;

/// <summary>A board that waits to be booted, as JSON.</summary>
internal sealed record ListenResult(string IpAddress);
