using CsCheck;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Live.Sending;

namespace SpiNNMan.Async.Live.Tests.Sending;

/// <summary>Keys are found as in the part that they are of.</summary>
internal sealed class PartKeysTests
{
    private static readonly Gen<PopulationPart> s_apart = Gen.Select(Gen.Int[1, 5], Gen.Int[0, 3]).List[0, 12].Select(static sizes =>
    {
        var ranges = new List<KeyRange>();
        uint key = 100;
        int atom = 0;
        foreach ((int size, int gap) in sizes)
        {
            // Keys go up while atoms go down, as they may.
            ranges.Add(new KeyRange(key, 100 - atom - size, size));
            key += (uint)(size + gap);
            atom += size + gap;
        }

        return new PopulationPart(null, ranges);
    });

    private static readonly Gen<PopulationPart> s_overlapping =
        Gen.Select(Gen.Int[0, 20], Gen.Int[1, 5]).List[0, 12].Select(static ranges => new PopulationPart(null, [.. ranges.Select(static (range, index) => new KeyRange((uint)(100 + (10 * index)), range.Item1, range.Item2))]));

    [Test]
    public void Each_atom_has_the_key_that_the_part_says() => Gen.OneOf(s_apart, s_overlapping).Sample(static part =>
    {
        var keys = new PartKeys(part);
        return Enumerable.Range(-2, 130).All(atom => keys.TryGetKey(atom, out uint found) == part.TryGetKey(atom, out uint expected) && (!part.TryGetKey(atom, out _) || found == expected));
    });

    [Test]
    public void Atoms_are_found_together_as_one_by_one() => Gen.Select(Gen.OneOf(s_apart, s_overlapping), Gen.Int[-2, 128].Array[0, 50]).Sample(static (part, atoms) =>
    {
        var keys = new PartKeys(part);
        var found = new uint[60];
        int count = keys.GetKeys(atoms, found);
        return count == atoms.TakeWhile(atom => part.TryGetKey(atom, out _)).Count()
            && atoms.Take(count).Select((atom, index) => part.TryGetKey(atom, out uint expected) && found[index] == expected).All(static isSame => isSame);
    });

    [Test]
    public void Each_key_is_one_of_the_parts() => Gen.OneOf(s_apart, s_overlapping).Sample(static part =>
    {
        var keys = new PartKeys(part);
        return Enumerable.Range(90, 250).All(key => keys.Contains((uint)key) == part.Contains((uint)key));
    });
}
