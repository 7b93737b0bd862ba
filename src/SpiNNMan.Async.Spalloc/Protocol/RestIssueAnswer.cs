namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The action of the service after a report.</summary>
internal sealed record RestIssueAnswer
{
    public string? Action { get; init; }
}
