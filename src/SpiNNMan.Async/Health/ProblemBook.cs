using System.Collections.Immutable;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Health;

/// <summary>The problems of a machine, and since when there are.</summary>
internal sealed class ProblemBook(int most)
{
    private Dictionary<Key, HealthProblem> _now = [];

    /// <summary>Notes everything that is wrong at a time. What was wrong before and is wrong no more is forgotten.</summary>
    /// <returns>The oldest ones, and how many there are besides.</returns>
    public (ImmutableArray<HealthProblem> Problems, int LeftOut) Note(IEnumerable<HealthProblem> found)
    {
        var now = new Dictionary<Key, HealthProblem>();
        foreach (HealthProblem problem in found)
        {
            var key = new Key(problem.Kind, problem.Chip, problem.Core, problem.Board);
            now[key] = _now.TryGetValue(key, out HealthProblem? before) ? problem with { Since = before.Since } : problem;
        }

        _now = now;
        ImmutableArray<HealthProblem> problems = [.. now.Values.OrderBy(static problem => problem.Since).ThenBy(static problem => problem.Kind).ThenBy(static problem => (problem.Chip?.X, problem.Chip?.Y, problem.Core)).Take(most)];
        return (problems, now.Count - problems.Length);
    }

    private readonly record struct Key(HealthProblemKind Kind, ChipLocation? Chip, int? Core, BoardLocation? Board);
}
