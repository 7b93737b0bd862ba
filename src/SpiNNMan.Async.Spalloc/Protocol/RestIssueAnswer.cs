namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>What the service did about a report.</summary>
internal sealed record RestIssueAnswer
{
    public string? Action { get; init; }
}
