namespace SpiNNMan.Async.Cli.Results;

/// <summary>How many cores of an application are in a state, as JSON.</summary>
internal sealed record CoreSummaryResult(int ApplicationId, string ApplicationName, string State, int CoreCount);
