using System.Buffers.Binary;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>The values of up to eight registers, kept in place rather than in an array of their own.</summary>
/// <remarks>Two of them are equal if they have the same values in the same order. Protocol: models.md, "Core blocks".</remarks>
[CollectionBuilder(typeof(RegisterValues), nameof(Create))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "They are values, not a collection one adds to.")]
public readonly struct RegisterValues : IReadOnlyList<uint>, IEquatable<RegisterValues>
{
    /// <summary>The most registers there can be.</summary>
    public const int MaxCount = 8;

    private readonly Values _values;
    private readonly byte _count;

    private RegisterValues(in Values values, int count)
    {
        _values = values;
        _count = (byte)count;
    }

    /// <summary>How many registers there are, 0 to <see cref="MaxCount"/>.</summary>
    public int Count => _count;

    /// <summary>The value of a register.</summary>
    /// <param name="index">The register, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such register.</exception>
    public uint this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _count);
            return _values[index];
        }
    }

    /// <summary>Keeps values.</summary>
    /// <param name="values">The values, at most <see cref="MaxCount"/>.</param>
    /// <exception cref="InvalidParameterException">There are more.</exception>
    public static RegisterValues Create(ReadOnlySpan<uint> values)
    {
        InvalidParameterException.ThrowIfOutside(values.Length, 0, MaxCount, nameof(values));
        Values kept = default;
        values.CopyTo(kept);
        return new RegisterValues(kept, values.Length);
    }

    /// <summary>Copies the values to the start of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<uint> destination) => ((ReadOnlySpan<uint>)_values)[.._count].CopyTo(destination);

    /// <inheritdoc/>
    public bool Equals(RegisterValues other) =>
        _count == other._count && ((ReadOnlySpan<uint>)_values).SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RegisterValues other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (uint value in this)
            hash.Add(value);

        return hash.ToHashCode();
    }

    /// <summary>Goes through the values in order.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<uint> IEnumerable<uint>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether the values are the same.</summary>
    public static bool operator ==(RegisterValues left, RegisterValues right) => left.Equals(right);

    /// <summary>Whether the values are not the same.</summary>
    public static bool operator !=(RegisterValues left, RegisterValues right) => !left.Equals(right);

    /// <summary>Reads the little-endian words at the start of <paramref name="source"/>, which must be there.</summary>
    internal static RegisterValues Read(ReadOnlySpan<byte> source, int count)
    {
        Values values = default;
        for (int index = 0; index < count; index++)
            values[index] = BinaryPrimitives.ReadUInt32LittleEndian(source[(index * sizeof(uint))..]);

        return new RegisterValues(values, count);
    }

    [InlineArray(MaxCount)]
    private struct Values
    {
        private uint _first;
    }

    /// <summary>Goes through the values of registers in order.</summary>
    public struct Enumerator : IEnumerator<uint>
    {
        private readonly RegisterValues _values;
        private int _index = -1;

        internal Enumerator(in RegisterValues values) => _values = values;

        /// <inheritdoc/>
        public readonly uint Current => _values[_index];

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _values.Count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
            // Nothing is held.
        }
    }
}
