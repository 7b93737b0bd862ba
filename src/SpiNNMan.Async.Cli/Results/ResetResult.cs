namespace SpiNNMan.Async.Cli.Results;

/// <summary>A board that was reset, as JSON.</summary>
internal sealed record ResetResult(int Cabinet, int Frame, int Board);
