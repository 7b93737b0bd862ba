using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>A line of a fault file cannot be understood, or names a part that the machine does not have.</summary>
/// <remarks>Protocol: virtual-machine.md, "Fault files".</remarks>
public sealed class FaultFileException : SpinnakerException
{
    /// <summary>Makes the error.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="line">The number of the line, from 1.</param>
    /// <param name="text">The line.</param>
    /// <param name="problem">The mistake in it, and the text that would be valid there.</param>
    public FaultFileException(string file, int line, string text, string problem)
        : base($"{file}, line {line}: '{text}': {problem}")
    {
        File = file;
        Line = line;
        Problem = problem;
    }

    /// <summary>The name of the file.</summary>
    public string File { get; }

    /// <summary>The number of the line, from 1.</summary>
    public int Line { get; }

    /// <summary>The mistake in the line.</summary>
    public string Problem { get; }
}
