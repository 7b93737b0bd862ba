using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc.Server;

/// <summary>The file in which the service keeps its jobs cannot be read, or makes no sense. It was left as it is.</summary>
public sealed class SpallocStateException : SpinnakerException
{
    internal SpallocStateException(string file, string problem, Exception? inner = null)
        : base($"The jobs of the allocation service cannot be read from {file}: {problem}. Name another file, or remove this one: its jobs are lost then.", inner)
    {
        FileName = file;
    }

    /// <summary>The file.</summary>
    public string FileName { get; }
}
