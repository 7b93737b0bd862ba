namespace SpiNNMan.Async.Cli.Results;

/// <summary>The script that makes a shell complete words, as JSON.</summary>
internal sealed record CompletionResult(string Shell, string Script);
