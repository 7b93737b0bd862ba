namespace SpiNNMan.Async.Spalloc.Jobs;

/// <summary>The answer to creating a job was lost, and which job it made, if any, could not be found out. None was taken; one that was made ends by itself when it is not kept alive.</summary>
/// <remarks>Protocol: spalloc.md, "Life of a job".</remarks>
public sealed class JobCreationUnknownException : AllocationException
{
    /// <summary>Makes the error with a message that says what was found.</summary>
    public JobCreationUnknownException(string message, IReadOnlyList<int> candidates, Exception? innerException = null)
        : base(message, innerException) => Candidates = candidates;

    /// <summary>The jobs that it could be.</summary>
    public IReadOnlyList<int> Candidates { get; }
}
