using System.Globalization;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Access;

/// <summary>An operation on many chips failed on some of them. It was done on all others.</summary>
public class MachineOperationException : SpinnakerException
{
    private const int ShownPlaces = 6;

    /// <summary>Makes the error.</summary>
    /// <param name="operation">The operation, as in "reading printed text".</param>
    /// <param name="failures">The failures, at least one.</param>
    /// <param name="attempted">On how many chips or cores it was tried.</param>
    public MachineOperationException(string operation, IReadOnlyList<MachineFailure> failures, int attempted)
        : base(Describe(operation, failures, attempted), failures is { Count: > 0 } ? failures[0].Error : null)
    {
        Operation = operation;
        Failures = failures;
        Attempted = attempted;
    }

    /// <summary>The operation.</summary>
    public string Operation { get; }

    /// <summary>The failures, one for each chip or core that failed.</summary>
    public IReadOnlyList<MachineFailure> Failures { get; }

    /// <summary>On how many chips or cores it was tried.</summary>
    public int Attempted { get; }

    /// <summary>Whether every failure may go away when the same is done again.</summary>
    public override bool IsTransient => Failures.All(static failure => failure.Error.IsTransient);

    private static string Describe(string operation, IReadOnlyList<MachineFailure> failures, int attempted)
    {
        ArgumentNullException.ThrowIfNull(failures);
        IEnumerable<string> groups = failures
            .GroupBy(static failure => failure.Error.GetType())
            .Select(static group =>
            {
                MachineFailure[] all = [.. group];
                string places = string.Join("; ", all.Take(ShownPlaces).Select(static failure => MachineFailure.NameOf(failure.Core)));
                string more = all.Length > ShownPlaces ? string.Create(CultureInfo.InvariantCulture, $" and {all.Length - ShownPlaces} more") : "";

                // A failure that follows from another one says less than that one.
                MachineFailure first = Array.Find(all, static failure => !failure.IsGivenUp) ?? all[0];
                return $"on {places}{more}: {first.Error.Message}";
            });
        return string.Create(CultureInfo.InvariantCulture, $"{operation} failed on {failures.Count} of {attempted}: {string.Join(" Also ", groups)}");
    }
}
