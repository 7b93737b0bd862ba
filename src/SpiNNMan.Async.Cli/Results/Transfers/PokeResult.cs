namespace SpiNNMan.Async.Cli.Results.Transfers;

/// <summary>A value that was written into memory, as JSON.</summary>
internal sealed record PokeResult(int X, int Y, int Core, uint Address, int Bytes, uint Value);
