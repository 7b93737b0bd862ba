using System.Globalization;

namespace SpiNNMan.Async.Campaign.Plans;

/// <summary>Something that goes wrong for a time.</summary>
/// <param name="Index">Its number in the world's plan.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="At">When it begins.</param>
/// <param name="Duration">How long it lasts.</param>
/// <param name="Strength">The share of datagrams that it concerns.</param>
/// <param name="Seed">What is drawn within it follows from this.</param>
internal sealed record Fault(int Index, FaultKind Kind, TimeSpan At, TimeSpan Duration, double Strength, int Seed)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"f{Index}");

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}: {Kind} at {At.TotalSeconds:0.###} s for {Duration.TotalSeconds:0.###} s, strength {Strength:0.##}, seed {Seed}");
}
