namespace SpiNNMan.Async.Cli.Output;

/// <summary>Text that a core printed, for programs.</summary>
internal sealed record IobufResult(int X, int Y, int Core, string Text);
