namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>The size of a rectangle of triads.</summary>
internal sealed record DimensionsMessage(int Width, int Height);
