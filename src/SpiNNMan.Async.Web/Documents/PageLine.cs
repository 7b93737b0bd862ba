namespace SpiNNMan.Async.Web.Documents;

/// <summary>A line of details.</summary>
internal sealed record PageLine(IReadOnlyList<PagePiece> Pieces);
