using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Cli.Targets;

/// <summary>What can be had of a machine of which some chips do not answer.</summary>
/// <param name="Result">What came of those that do.</param>
/// <param name="Error">What the others failed with; <see langword="null"/> if all answered.</param>
internal readonly record struct Reachable<TResult>(TResult Result, MachineOperationException? Error)
{
    /// <summary>Asks all chips, and if some fail, the others once more.</summary>
    public static async Task<Reachable<TResult>> AskAsync<TItem>(IReadOnlyList<TItem> items, Func<TItem, ChipLocation> where, Func<IReadOnlyList<TItem>, Task<TResult>> ask)
    {
        try
        {
            return new Reachable<TResult>(await ask(items), Error: null);
        }
        catch (MachineOperationException exception)
        {
            HashSet<ChipLocation> failed = [.. exception.Failures.Select(static failure => failure.Core.Chip)];
            TItem[] rest = [.. items.Where(item => !failed.Contains(where(item)))];
            if (rest.Length is 0 || rest.Length == items.Count)
                throw;

            return new Reachable<TResult>(await ask(rest), exception);
        }
    }

    /// <summary>Fails if some chips did, after what there is has been shown.</summary>
    public void ThrowIfIncomplete()
    {
        if (Error is not null)
            throw Error;
    }
}
