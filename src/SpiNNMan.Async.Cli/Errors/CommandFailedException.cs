namespace SpiNNMan.Async.Cli.Errors;

/// <summary>A command failed. The message says what failed and what the user can try.</summary>
internal sealed class CommandFailedException(string message, Exception? innerException = null) : Exception(message, innerException);
