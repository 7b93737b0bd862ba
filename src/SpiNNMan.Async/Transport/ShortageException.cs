using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>This computer had no memory to receive with just then. Nothing was lost by that, and nothing is said of the wire: the same is tried again in a moment.</summary>
internal sealed class ShortageException(string message, Exception? innerException) : SpinnakerConnectionException(message, innerException);
