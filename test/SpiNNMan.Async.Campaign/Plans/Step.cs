using System.Globalization;

namespace SpiNNMan.Async.Campaign.Plans;

/// <summary>Something that a caller does.</summary>
/// <param name="Index">Its number in the world's plan.</param>
/// <param name="Caller">Who does it.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Think">How long the caller waits before it.</param>
/// <param name="CancelAfter">After how long the caller gives it up.</param>
/// <param name="Seed">What is drawn within it follows from this.</param>
internal sealed record Step(int Index, int Caller, StepKind Kind, TimeSpan Think, TimeSpan? CancelAfter, int Seed)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"s{Index}");

    public override string ToString()
    {
        string cancel = CancelAfter is { } after ? string.Create(CultureInfo.InvariantCulture, $", given up after {after.TotalSeconds:0.######} s") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Name}: caller {Caller} {Kind} after {Think.TotalSeconds:0.###} s{cancel}, seed {Seed}");
    }
}
