using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>Up to eight entries of a chip's table of IP tags, as one reply carries them, kept in place rather than in an array of their own.</summary>
/// <remarks>Protocol: scp.md, "IP tags".</remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "They are values, not a collection one adds to.")]
public readonly struct IPTagEntries : IReadOnlyList<IPTagEntry>, IEquatable<IPTagEntries>
{
    /// <summary>The most entries one reply carries, 8.</summary>
    public const int MaxCount = 8;

    private readonly Values _values;
    private readonly byte _count;

    private IPTagEntries(in Values values, int count)
    {
        _values = values;
        _count = (byte)count;
    }

    /// <summary>How many entries there are, 0 to <see cref="MaxCount"/>.</summary>
    public int Count => _count;

    /// <summary>One of the entries.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public IPTagEntry this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _count);
            return _values[index];
        }
    }

    /// <summary>Reads entries that follow each other.</summary>
    /// <param name="source">The bytes, <see cref="IPTagEntry.Size"/> for each entry. Bytes after them are ignored.</param>
    /// <param name="count">How many to read, 0 to <see cref="MaxCount"/>.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="error">The fault in the bytes.</param>
    /// <returns><see langword="false"/> if there are too few bytes.</returns>
    /// <exception cref="InvalidParameterException">The count is out of range.</exception>
    public static bool TryParse(ReadOnlySpan<byte> source, int count, out IPTagEntries entries, out PacketError error)
    {
        InvalidParameterException.ThrowIfOutside(count, 0, MaxCount, nameof(count));
        entries = default;
        if (source.Length < count * IPTagEntry.Size)
        {
            error = PacketError.TooShort(nameof(IPTagEntries), source.Length, count * IPTagEntry.Size, source.Length);
            return false;
        }

        Values values = default;
        error = default;
        for (int index = 0; index < count; index++)
        {
            if (!IPTagEntry.TryParse(source[(index * IPTagEntry.Size)..], out values[index], out error))
                return false;
        }

        entries = new IPTagEntries(values, count);
        return true;
    }

    /// <summary>Goes through the entries in order.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<IPTagEntry> IEnumerable<IPTagEntry>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(IPTagEntries other) => _count == other._count && ((ReadOnlySpan<IPTagEntry>)_values).SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IPTagEntries other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_count, _values[0], _values[MaxCount - 1]);

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this);

    /// <summary>Whether the entries are the same.</summary>
    public static bool operator ==(IPTagEntries left, IPTagEntries right) => left.Equals(right);

    /// <summary>Whether the entries are not the same.</summary>
    public static bool operator !=(IPTagEntries left, IPTagEntries right) => !left.Equals(right);

    [InlineArray(MaxCount)]
    private struct Values
    {
        private IPTagEntry _first;
    }

    /// <summary>Goes through entries in order.</summary>
    public struct Enumerator : IEnumerator<IPTagEntry>
    {
        private readonly IPTagEntries _entries;
        private int _index = -1;

        internal Enumerator(in IPTagEntries entries) => _entries = entries;

        /// <inheritdoc/>
        public readonly IPTagEntry Current => _entries[_index];

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _entries.Count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
            // Nothing is held.
        }
    }
}
