using SpiNNMan.Async.Campaign.Worlds;

namespace SpiNNMan.Async.Campaign.Runs;

/// <summary>Findings of one kind, and how soon the first came.</summary>
internal sealed class Discovery(int seed, Finding first, double hours, TimeSpan wall)
{
    public int Seed => seed;

    public Finding First => first;

    /// <summary>After how many simulated hours.</summary>
    public double Hours => hours;

    /// <summary>After how long.</summary>
    public TimeSpan Wall => wall;

    public int Count { get; set; } = 1;

    /// <summary>What can be left out of the world, and it still fails.</summary>
    public IReadOnlyList<string> Needless { get; set; } = [];
}
