namespace SpiNNMan.Async.Cli.Results.Transfers;

/// <summary>Bytes that went by SCP, though they were to be streamed, as JSON.</summary>
internal sealed record StreamingFallbackResult(int X, int Y, long Bytes, string FallbackReason);
