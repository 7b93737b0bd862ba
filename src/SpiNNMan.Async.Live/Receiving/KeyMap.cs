using System.Globalization;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Databases;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>From keys to labels and atoms. Keys are kept as ranges, and found by halving: the database of a million atoms in a few populations takes a few entries.</summary>
/// <remarks>It never changes, and may be used by any number of threads. Protocol: live.md, "Keys and atoms".</remarks>
public sealed class KeyMap
{
    private readonly uint[] _first;
    private readonly uint[] _count;
    private readonly int[] _atom;
    private readonly int[] _label;

    private KeyMap(IReadOnlyCollection<(KeyRange Range, int Label)> ranges)
    {
        _first = [.. ranges.Select(static entry => entry.Range.FirstKey)];
        _count = [.. ranges.Select(static entry => (uint)entry.Range.Count)];
        _atom = [.. ranges.Select(static entry => entry.Range.FirstAtom)];
        _label = [.. ranges.Select(static entry => entry.Label)];
    }

    /// <summary>How many ranges there are.</summary>
    public int RangeCount => _first.Length;

    /// <summary>Makes the map of a run.</summary>
    /// <exception cref="InvalidParameterException">A key stands for two atoms.</exception>
    public static KeyMap Of(RunDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return new KeyMap(
        [
            .. Checked(database, database.Populations
                .SelectMany(static (population, label) => population.Parts.SelectMany(static part => part.Keys).Select(range => (Range: range, Label: label)))
                .Where(static entry => entry.Range.Count > 0)
                .OrderBy(static entry => entry.Range.FirstKey)),
        ]);
    }

    /// <summary>Finds what a key stands for.</summary>
    /// <returns>Whether it stands for anything.</returns>
    public bool TryFind(uint key, out int label, out int atom)
    {
        bool isFound = TryFindRange(key, out KeyRange range, out label);
        atom = isFound ? range.FirstAtom + (int)(key - range.FirstKey) : -1;
        return isFound;
    }

    /// <summary>Finds the range that a key is in.</summary>
    /// <returns>Whether there is one.</returns>
    internal bool TryFindRange(uint key, out KeyRange range, out int label)
    {
        int entry = Search(key);
        if (entry < 0 || key - _first[entry] >= _count[entry])
        {
            (range, label) = (default, -1);
            return false;
        }

        (range, label) = (new KeyRange(_first[entry], _atom[entry], (int)_count[entry]), _label[entry]);
        return true;
    }

    /// <summary>The last range that begins at or before the key; -1 if all begin after it.</summary>
    private int Search(uint key)
    {
        int low = 0;
        int high = _first.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_first[middle] <= key)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    private static IEnumerable<(KeyRange Range, int Label)> Checked(RunDatabase database, IEnumerable<(KeyRange Range, int Label)> ranges)
    {
        (KeyRange Range, int Label)? last = null;
        foreach ((KeyRange Range, int Label) entry in ranges)
        {
            if (last is { } before && (long)before.Range.FirstKey + before.Range.Count > entry.Range.FirstKey)
            {
                throw new InvalidParameterException(
                    nameof(database),
                    string.Create(CultureInfo.InvariantCulture, $"key 0x{entry.Range.FirstKey:X8}"),
                    $"it stands for atoms of '{database.Populations[before.Label].Label}' and of '{database.Populations[entry.Label].Label}'; a key must stand for one");
            }

            yield return entry;
            last = entry;
        }
    }
}
