namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>A command is wrong. The client is told why, and the connection goes on.</summary>
internal sealed class ClassicException(string message) : Exception(message);
