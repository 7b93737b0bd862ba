namespace SpiNNMan.Async.Errors;

/// <summary>A connection could not be opened, or cannot be used any more: open another.</summary>
public class SpinnakerConnectionException : SpinnakerException
{
    /// <summary>Makes the error with a message that names the local and remote address.</summary>
    public SpinnakerConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
