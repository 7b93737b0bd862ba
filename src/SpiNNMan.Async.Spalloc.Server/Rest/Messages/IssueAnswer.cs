namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>What was done about boards that were reported.</summary>
internal sealed record IssueAnswer(string Action);
