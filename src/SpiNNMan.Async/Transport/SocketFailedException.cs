using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>A socket threw an exception that sockets do not throw. This is a defect of the socket, and is logged as such.</summary>
internal sealed class SocketFailedException(string message, Exception innerException) : SpinnakerConnectionException(message, innerException);
