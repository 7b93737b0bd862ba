using System.Buffers.Binary;
using System.Collections;

namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>The elements of a data message, decoded one by one as they are asked for, without allocation.</summary>
/// <remarks><see cref="TryParse"/> goes from the bytes of a datagram to its keys without making an object; <see cref="EieioDataMessage"/> is for messages
/// that are kept, passed on or made. Protocol: eieio.md, "Elements".</remarks>
public readonly struct EieioElements : IReadOnlyList<EieioElement>
{
    private readonly EieioDataHeader _header;
    private readonly ReadOnlyMemory<byte> _bytes;

    internal EieioElements(in EieioDataHeader header, ReadOnlyMemory<byte> bytes)
    {
        _header = header;
        _bytes = bytes;
    }

    /// <summary>The header of the message they are from.</summary>
    public EieioDataHeader Header => _header;

    /// <summary>The number of elements, 0 to 255.</summary>
    public int Count => _header.Count;

    internal ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The element at a position, with the message's key prefix and payload base put in.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public EieioElement this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return Decode(_header, _bytes.Span[(index * _header.Type.ElementSize)..]);
        }
    }

    /// <summary>Finds the elements of a data message. Its bytes are not copied: they must not change while the elements are used. Bytes after the last
    /// element is ignored.</summary>
    /// <param name="source">The message, from its header on.</param>
    /// <param name="elements">The elements; none if they cannot be found.</param>
    /// <param name="error">The reason if they cannot be found.</param>
    /// <returns><see langword="false"/> for a command or if the elements are fewer than the header says.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> source, out EieioElements elements, out PacketError error)
    {
        elements = default;
        if (!EieioDataHeader.TryParse(source.Span, out EieioDataHeader header, out error))
            return false;

        int size = header.Size + (header.Count * header.Type.ElementSize);
        if (source.Length < size)
        {
            error = PacketError.TooShort(nameof(EieioDataMessage), source.Length, size, source.Length);
            return false;
        }

        elements = new EieioElements(header, source[header.Size..size]);
        return true;
    }

    /// <summary>Goes through the elements in order.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<EieioElement> IEnumerable<EieioElement>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static EieioElement Decode(in EieioDataHeader header, ReadOnlySpan<byte> source)
    {
        bool wide = header.Type.KeySize == 4;
        uint key = wide ? BinaryPrimitives.ReadUInt32LittleEndian(source) : BinaryPrimitives.ReadUInt16LittleEndian(source);
        if (header.Prefix is { } prefix)
            key |= header.PrefixType == EieioPrefix.UpperHalfWord ? (uint)prefix << 16 : prefix;

        uint? payload = header.PayloadBase;
        if (header.Type.HasPayload)
        {
            uint own = wide ? BinaryPrimitives.ReadUInt32LittleEndian(source[4..]) : BinaryPrimitives.ReadUInt16LittleEndian(source[2..]);
            payload = own | (payload ?? 0);
        }

        return new EieioElement(key, payload, payload is not null && header.IsTime);
    }

    /// <summary>Goes through the elements of a message in order.</summary>
    public struct Enumerator : IEnumerator<EieioElement>
    {
        private readonly EieioElements _elements;
        private int _index = -1;

        internal Enumerator(in EieioElements elements) => _elements = elements;

        /// <inheritdoc/>
        public readonly EieioElement Current => _elements[_index];

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _elements.Count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
            // Nothing is held.
        }
    }
}
