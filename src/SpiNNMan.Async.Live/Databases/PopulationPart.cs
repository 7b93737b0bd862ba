using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Databases;

/// <summary>The part of a population on one core.</summary>
/// <param name="Core">The core; <see langword="null"/> if the database does not say, or it is no core, as a device.</param>
/// <param name="Keys">The keys of its atoms, in the order of the keys.</param>
/// <remarks>Protocol: live.md, "Tables".</remarks>
public sealed record PopulationPart(CoreLocation? Core, IReadOnlyList<KeyRange> Keys)
{
    /// <summary>Finds the key of an atom.</summary>
    /// <returns>Whether the atom is on this core.</returns>
    public bool TryGetKey(int atom, out uint key)
    {
        // By number: an enumerator would be an allocation for each event that is sent.
        for (int index = 0; index < Keys.Count; index++)
        {
            KeyRange range = Keys[index];
            if (range.ContainsAtom(atom))
            {
                key = range.FirstKey + (uint)(atom - range.FirstAtom);
                return true;
            }
        }

        key = 0;
        return false;
    }

    /// <summary>Whether the key is one of this core's atoms.</summary>
    public bool Contains(uint key)
    {
        for (int index = 0; index < Keys.Count; index++)
        {
            if (Keys[index].Contains(key))
                return true;
        }

        return false;
    }
}
