using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async;

/// <summary>A machine could not be opened because of the host at its address.</summary>
public sealed class TransceiverOpenException : SpinnakerException
{
    /// <summary>Makes the error with a message that says what answered and what to do.</summary>
    public TransceiverOpenException(string message, HostState state, Exception? innerException = null)
        : base(message, innerException) => State = state;

    /// <summary>The state of the host.</summary>
    public HostState State { get; }

    /// <summary>The answer; <see langword="null"/> if there was none.</summary>
    public VersionInfo? Version { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => State is HostState.Silent or HostState.Initialising;
}
