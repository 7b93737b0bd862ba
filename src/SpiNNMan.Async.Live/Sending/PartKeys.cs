using SpiNNMan.Async.Live.Databases;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>The keys of the atoms on one core, in an order in which each is found quickly. Neighbours come together, so it looks first where the last was.</summary>
internal sealed class PartKeys
{
    private readonly KeyRange[] _byAtom;
    private readonly KeyRange[] _byKey;
    private readonly bool _isClear;
    private int _last;

    public PartKeys(PopulationPart part)
    {
        KeyRange[] ranges = [.. part.Keys.Where(static range => range.Count > 0)];
        _byKey = [.. ranges.OrderBy(static range => range.FirstKey)];
        KeyRange[] byAtom = [.. ranges.OrderBy(static range => range.FirstAtom)];
        _isClear = byAtom.Zip(byAtom.Skip(1), static (range, next) => next.FirstAtom > range.LastAtom).All(static isAfter => isAfter);

        // Where several keys stand for an atom, the first of them counts.
        _byAtom = _isClear ? byAtom : ranges;
    }

    /// <summary>Finds the key of an atom.</summary>
    /// <returns>Whether the atom is on the core.</returns>
    public bool TryGetKey(int atom, out uint key)
    {
        if (!_isClear)
        {
            key = 0;
            foreach (ref readonly KeyRange range in _byAtom.AsSpan())
            {
                if (TryGetKey(range, atom, out key))
                    return true;
            }

            return false;
        }

        // Another thread may change the place meanwhile, and any place will do.
        int last = _last;
        if ((uint)last < (uint)_byAtom.Length && TryGetKey(_byAtom[last], atom, out key))
            return true;

        int low = 0;
        int high = _byAtom.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_byAtom[middle].FirstAtom <= atom)
                low = middle + 1;
            else
                high = middle;
        }

        key = 0;
        if (low == 0 || !TryGetKey(_byAtom[low - 1], atom, out key))
            return false;

        _last = low - 1;
        return true;
    }

    /// <summary>Finds the keys of atoms.</summary>
    /// <param name="atoms">The atoms.</param>
    /// <param name="keys">Takes their keys; as long as the atoms or longer.</param>
    /// <returns>How many were found before the first atom that is not on the core.</returns>
    public int GetKeys(ReadOnlySpan<int> atoms, Span<uint> keys)
    {
        keys = keys[..atoms.Length];
        for (int index = 0; index < atoms.Length; index++)
        {
            if (!TryGetKey(atoms[index], out keys[index]))
                return index;

            if (!_isClear)
                continue;

            // Neighbours come together: the rest of the run is in the same range.
            KeyRange range = _byAtom[_last];
            while (index + 1 < atoms.Length && TryGetKey(range, atoms[index + 1], out uint key))
                keys[++index] = key;
        }

        return atoms.Length;
    }

    /// <summary>Whether the key is one of the core's atoms.</summary>
    public bool Contains(uint key)
    {
        int low = 0;
        int high = _byKey.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_byKey[middle].FirstKey <= key)
                low = middle + 1;
            else
                high = middle;
        }

        // No two ranges have the same key.
        return low > 0 && _byKey[low - 1].Contains(key);
    }

    private static bool TryGetKey(in KeyRange range, int atom, out uint key)
    {
        uint offset = (uint)(atom - range.FirstAtom);
        key = range.FirstKey + offset;
        return offset < (uint)range.Count;
    }
}
