namespace SpiNNMan.Async.Cli.Results;

/// <summary>Whether a board has power, as JSON.</summary>
internal sealed record PowerResult(int Cabinet, int Frame, int Board, bool IsOn);
