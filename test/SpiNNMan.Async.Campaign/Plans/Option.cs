using System.Globalization;

namespace SpiNNMan.Async.Campaign.Plans;

/// <summary>An option of the client that differs from its default.</summary>
/// <param name="Index">Its number in the world's plan.</param>
/// <param name="Kind">Which one.</param>
/// <param name="Seed">Its value follows from this.</param>
internal sealed record Option(int Index, OptionKind Kind, int Seed)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"o{Index}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Kind}, seed {Seed}");
}
