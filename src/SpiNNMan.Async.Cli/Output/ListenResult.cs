namespace SpiNNMan.Async.Cli.Output;

/// <summary>A board that waits to be booted, for programs.</summary>
internal sealed record ListenResult(string Address);
