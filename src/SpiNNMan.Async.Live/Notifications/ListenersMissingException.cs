using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live.Notifications;

/// <summary>Listeners did not say in time that they are ready for the run.</summary>
public sealed class ListenersMissingException : SpinnakerTimeoutException
{
    internal ListenersMissingException(string message, IReadOnlyList<string> missing, IReadOnlyList<string> answered)
        : base(message)
    {
        Missing = missing;
        Answered = answered;
    }

    /// <summary>The names of those that did not answer.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The names of those that did.</summary>
    public IReadOnlyList<string> Answered { get; }
}
