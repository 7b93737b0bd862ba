namespace SpiNNMan.Async.Cli.Results;

/// <summary>The page about a machine, as JSON.</summary>
internal sealed record WebResult(string Url, int Port);
