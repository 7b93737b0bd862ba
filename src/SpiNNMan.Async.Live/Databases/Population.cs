using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>Something with a label whose atoms send or take events: a population, an injector, a device.</summary>
/// <param name="Label">The label.</param>
/// <remarks>Protocol: live.md, "Tables".</remarks>
public sealed record Population(string Label)
{
    /// <summary>The parts on single cores, in the order of the atoms.</summary>
    public IReadOnlyList<PopulationPart> Parts { get; init => field = OptionChecks.NotNull(value); } = [];

    /// <summary>The gatherers that its events go to; none if they do not leave the machine.</summary>
    public IReadOnlyList<Gatherer> Gatherers { get; init => field = OptionChecks.NotNull(value); } = [];

    /// <summary>How many atoms have keys.</summary>
    public int AtomCount => Parts.Sum(static part => part.Keys.Sum(static range => range.Count));

    /// <summary>Finds the core and the key of an atom.</summary>
    /// <exception cref="InvalidParameterException">It has no such atom, or the atom has no key.</exception>
    public (PopulationPart Part, uint Key) Find(int atom)
    {
        foreach (PopulationPart part in Parts)
        {
            if (part.TryGetKey(atom, out uint key))
                return (part, key);
        }

        KeyRange[] ranges = [.. Parts.SelectMany(static part => part.Keys)];
        throw new InvalidParameterException(
            nameof(atom), atom, ranges.Length == 0 ? $"'{Label}' has no keys in the database" : $"'{Label}' has atoms {ranges.Min(static range => range.FirstAtom)} to {ranges.Max(static range => range.LastAtom)}");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Label} ({AtomCount} atoms on {Parts.Count} cores)";
}
