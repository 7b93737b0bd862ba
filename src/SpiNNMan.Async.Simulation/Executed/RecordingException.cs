using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>A recording cannot be read, or the run that it tells of cannot be done again.</summary>
/// <remarks>Protocol: virtual-machine.md, "Recordings".</remarks>
public sealed class RecordingException : SpinnakerException
{
    /// <summary>Makes one.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="reason">The fault in it.</param>
    public RecordingException(int line, string reason)
        : base($"Line {line} of the recording: {reason}.")
    {
        Line = line;
        Reason = reason;
    }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The fault in it.</summary>
    public string Reason { get; }
}
