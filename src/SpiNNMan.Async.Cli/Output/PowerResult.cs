namespace SpiNNMan.Async.Cli.Output;

/// <summary>Whether a board has power, for programs.</summary>
internal sealed record PowerResult(int Cabinet, int Frame, int Board, bool IsOn);
