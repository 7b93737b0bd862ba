namespace SpiNNMan.Async.Spalloc.Server.Tunnel;

/// <summary>A channel cannot be opened, which the client is told.</summary>
internal sealed class ChannelRefusedException(string message) : Exception(message);
