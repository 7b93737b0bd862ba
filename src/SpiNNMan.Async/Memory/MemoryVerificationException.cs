using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Memory;

/// <summary>Memory that was read back differs from the data that was written.</summary>
public sealed class MemoryVerificationException : SpinnakerException
{
    /// <summary>Makes the error for the first byte that differs.</summary>
    public MemoryVerificationException(MemoryDifference difference)
        : base($"Read back, {difference}: that memory is in use, or does not keep written bytes.") => Difference = difference;

    /// <summary>The first byte that differs.</summary>
    public MemoryDifference Difference { get; }
}
