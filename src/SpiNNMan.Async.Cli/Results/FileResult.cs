namespace SpiNNMan.Async.Cli.Results;

/// <summary>A file that was written, as JSON.</summary>
internal sealed record FileResult(string File, long Bytes);
