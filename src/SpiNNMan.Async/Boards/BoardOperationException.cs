using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Boards;

/// <summary>Something done to many boards through their BMPs failed for some of them; it was done to all others.</summary>
public class BoardOperationException : SpinnakerException
{
    private const int ShownBoards = 4;

    /// <summary>Makes the error.</summary>
    /// <param name="operation">The operation, as in "switching on".</param>
    /// <param name="failures">The failures, at least one.</param>
    public BoardOperationException(string operation, IReadOnlyList<BoardFailure> failures)
        : base(Describe(operation, failures), failures is { Count: > 0 } ? failures[0].Error : null)
    {
        Operation = operation;
        Failures = failures;
    }

    /// <summary>The operation.</summary>
    public string Operation { get; }

    /// <summary>The failures, one for each board or frame.</summary>
    public IReadOnlyList<BoardFailure> Failures { get; }

    /// <summary>Whether every failure may go away when the same is done again.</summary>
    public override bool IsTransient => Failures.All(static failure => failure.Error.IsTransient);

    private static string Describe(string operation, IReadOnlyList<BoardFailure> failures)
    {
        ArgumentNullException.ThrowIfNull(failures);
        string shown = string.Join(" Also ", failures.Take(ShownBoards).Select(static failure => $"for {failure.Board}: {failure.Error.Message}"));
        string more = failures.Count > ShownBoards ? string.Create(CultureInfo.InvariantCulture, $" And for {failures.Count - ShownBoards} more.") : "";
        return $"{operation} failed {shown}{more}";
    }
}
