using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Captures;

/// <summary>A file is not a capture, or it is damaged. The message says where.</summary>
public sealed class CaptureFormatException : SpinnakerException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">The fault and its place.</param>
    public CaptureFormatException(string message)
        : base(message)
    {
    }
}
