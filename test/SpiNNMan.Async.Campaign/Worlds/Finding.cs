using System.Globalization;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>A promise that was broken.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Where">What the user was doing.</param>
/// <param name="Text">What was seen.</param>
internal sealed record Finding(FindingKind Kind, string Where, string Text)
{
    /// <summary>What findings of one cause have in common, more or less.</summary>
    public string Signature => string.Create(CultureInfo.InvariantCulture, $"{Kind} in {Where}");

    public override string ToString() => $"{Signature}: {Text}";
}
