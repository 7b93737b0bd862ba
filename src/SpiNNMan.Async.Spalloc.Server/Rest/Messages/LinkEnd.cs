namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>One end of a link: a board and the direction in which the link leaves it.</summary>
internal sealed record LinkEnd(BoardMessage Board, string Direction);
