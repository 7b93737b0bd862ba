namespace SpiNNMan.Async.Cli;

/// <summary>A command could not do what it was asked for; the message says what failed and what to try.</summary>
internal sealed class CommandFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
