namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A board, in every way of counting.</summary>
internal sealed record BoardMessage(int X, int Y, int Z, int Cabinet, int Frame, int Board, string Address);
