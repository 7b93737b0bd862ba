namespace SpiNNMan.Async.Spalloc.Server.Tunnel;

/// <summary>A client sent what makes no sense: its tunnel is closed.</summary>
internal sealed class BadFrameException(string message) : Exception(message);
