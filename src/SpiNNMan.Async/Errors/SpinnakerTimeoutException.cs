namespace SpiNNMan.Async.Errors;

/// <summary>Nothing came in time: no datagram for a receive, or no reply to a request however often it was sent.</summary>
public class SpinnakerTimeoutException : SpinnakerException
{
    /// <summary>Makes the error with a message that names the operation and its place.</summary>
    public SpinnakerTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>How many times the request was sent; 0 for a plain receive.</summary>
    public int Attempts { get; init; }

    /// <summary>How long the call took in all.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The time allowed to the last attempt.</summary>
    public TimeSpan LastTimeout { get; init; }

    /// <summary>Why this computer did not send the request the last time that it did not, as where a firewall forbids it; <see langword="null"/> if it sent it each time.</summary>
    public SpinnakerConnectionException? LastSendError { get; init; }

    /// <summary>Whether the board may have carried out the request nevertheless. Then asking again could do it twice.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => !OutcomeUnknown;
}
