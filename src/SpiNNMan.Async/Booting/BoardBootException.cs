using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Booting;

/// <summary>A board could not be booted.</summary>
public sealed class BoardBootException : SpinnakerException
{
    /// <summary>Makes the error with a message that says what happened and what to try.</summary>
    public BoardBootException(string message, BoardBootFailure failure, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Why.</summary>
    public BoardBootFailure Failure { get; }

    /// <summary>The last answer of the board; <see langword="null"/> if it never answered.</summary>
    public VersionInfo? LastVersion { get; init; }

    /// <summary>How often the whole image was sent.</summary>
    public int Rounds { get; init; }

    /// <summary>How long it was tried in all.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => Failure is BoardBootFailure.Silent or BoardBootFailure.StillInitialising;
}
