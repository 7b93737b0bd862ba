namespace SpiNNMan.Async.Cli.Results;

/// <summary>A signal that was sent to an application, as JSON.</summary>
internal sealed record SignalResult(string Signal, int ApplicationId, int CoreCount);
