namespace SpiNNMan.Async.Spalloc.Server.Rest.Messages;

/// <summary>A chip of a machine.</summary>
internal sealed record ChipPlace(int X, int Y);
