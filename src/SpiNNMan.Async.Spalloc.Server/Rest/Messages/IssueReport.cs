namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A report of boards that do not work.</summary>
internal sealed record IssueReport
{
    public string? Issue { get; init; }

    public IReadOnlyList<ReportedBoard>? Boards { get; init; }
}
