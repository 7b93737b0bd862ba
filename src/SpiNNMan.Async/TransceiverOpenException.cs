using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async;

/// <summary>A machine could not be opened, because of what was found at its address.</summary>
public sealed class TransceiverOpenException : SpinnakerException
{
    /// <summary>Makes the error with a message that says what was found and what to do about it.</summary>
    public TransceiverOpenException(string message, HostState state, Exception? innerException = null)
        : base(message, innerException) => State = state;

    /// <summary>What was found.</summary>
    public HostState State { get; }

    /// <summary>What answered; <see langword="null"/> if nothing did.</summary>
    public VersionInfo? Version { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => State is HostState.Silent or HostState.Initialising;
}
