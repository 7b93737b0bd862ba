namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The body of POST /jobs/ID/report-issue.</summary>
internal sealed record RestIssue
{
    public string Issue { get; init; } = "";

    public IReadOnlyList<RestIssueBoard> Boards { get; init; } = [];
}
