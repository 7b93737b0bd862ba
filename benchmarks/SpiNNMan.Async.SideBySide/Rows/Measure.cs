namespace SpiNNMan.Async.SideBySide.Rows;

/// <summary>Something to measure once in each round.</summary>
/// <param name="Name">What it is called in the results.</param>
/// <param name="Group">Those of a group are measured right after one another, in random order.</param>
/// <param name="RunAsync">Measures it.</param>
internal sealed record Measure(string Name, string Group, Func<Lab, Task<Sample>> RunAsync)
{
    /// <summary>How many rounds are enough, for what does not vary from round to round.</summary>
    public int MostRounds { get; init; } = int.MaxValue;
}
