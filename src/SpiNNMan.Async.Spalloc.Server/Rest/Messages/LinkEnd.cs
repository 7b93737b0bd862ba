namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>One end of a link: a board and the direction in which the link leaves it, 0 for east to 5 for south.</summary>
internal sealed record LinkEnd(BoardMessage Board, int Direction);
