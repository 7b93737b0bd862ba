namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A board that does not work: of a machine, and by a chip on it or in one of the other ways of counting.</summary>
internal sealed record ReportedBoard : BoardPlace
{
    public string? Machine { get; init; }

    public ChipPlace? Chip { get; init; }
}
