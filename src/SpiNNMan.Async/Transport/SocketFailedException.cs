using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Transport;

/// <summary>A socket threw what sockets do not throw: a defect of whoever made it, which is logged as such.</summary>
internal sealed class SocketFailedException(string message, Exception innerException) : SpinnakerConnectionException(message, innerException);
