using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>Memory cannot be streamed: the programs are missing, another host uses them, or a router did not get its settings back.</summary>
public sealed class StreamingException : SpinnakerException
{
    /// <summary>Makes the error with a message that says what is wrong, where, and what to do.</summary>
    public StreamingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
