namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>The action after a report of boards.</summary>
internal sealed record IssueAnswer(string Action);
