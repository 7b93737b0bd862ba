using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>The database of a run cannot be read or written, or lacks what is needed.</summary>
public sealed class RunDatabaseException : SpinnakerException
{
    internal RunDatabaseException(string path, string problem, Exception? innerException = null)
        : base($"{path}: {problem}", innerException) => Path = path;

    /// <summary>The path of the database.</summary>
    public string Path { get; }
}
