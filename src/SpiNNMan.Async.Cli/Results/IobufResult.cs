namespace SpiNNMan.Async.Cli.Results;

/// <summary>Text that a core printed, as JSON.</summary>
internal sealed record IobufResult(int X, int Y, int Core, string Text);
