namespace SpiNNMan.Async.Cli.Results.Routes;

/// <summary>Routes that were loaded into a chip, as JSON.</summary>
internal sealed record LoadedRoutesResult(int X, int Y, int ApplicationId, int FirstEntry, int EntryCount);
