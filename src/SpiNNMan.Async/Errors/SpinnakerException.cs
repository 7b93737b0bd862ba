namespace SpiNNMan.Async.Errors;

/// <summary>The base of every error this library reports about a machine, a message or a connection.</summary>
/// <remarks>Misuse of the API is reported with the framework's own exceptions, and the caller's cancellation always with
/// <see cref="OperationCanceledException"/>.</remarks>
public class SpinnakerException : Exception
{
    /// <summary>Makes the error with a message that says what went wrong, where, and what to try. Characters that are not printable are replaced.</summary>
    public SpinnakerException(string message, Exception? innerException = null)
        : base(message is null ? null : PrintableText.OfLines(message), innerException)
    {
    }

    /// <summary>Whether the same call may succeed when it is simply made again. The default is <see langword="false"/>.</summary>
    public virtual bool IsTransient => false;
}
