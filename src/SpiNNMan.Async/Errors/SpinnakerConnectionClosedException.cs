namespace SpiNNMan.Async.Errors;

/// <summary>The connection was closed by this program, before or during the call.</summary>
public sealed class SpinnakerConnectionClosedException : SpinnakerConnectionException
{
    /// <summary>Makes the error with a message that names the connection.</summary>
    public SpinnakerConnectionClosedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
