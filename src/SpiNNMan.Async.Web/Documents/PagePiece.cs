namespace SpiNNMan.Async.Web.Documents;

/// <summary>A piece of a line, with its style.</summary>
internal sealed record PagePiece(string Text, string? Style);
