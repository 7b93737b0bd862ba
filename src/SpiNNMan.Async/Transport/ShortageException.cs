using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>This computer had no memory for receiving. Nothing was lost, and it is no error of the wire. The receive is tried again in a moment.</summary>
internal sealed class ShortageException(string message, Exception? innerException) : SpinnakerConnectionException(message, innerException);
