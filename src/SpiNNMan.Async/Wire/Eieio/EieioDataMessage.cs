using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>A message of keys, with or without payloads: spikes, rates, timestamps.</summary>
/// <remarks>
/// A message that was made takes elements. A message that was read is complete. Two threads must not use a message at once while elements are added.
/// <code>
/// 0   header, see <see cref="EieioDataHeader"/>
/// ..  elements, as many as the header counts; each: u16 or u32 key; u16 or u32 payload, if the type has payloads
/// </code>
/// Protocol: eieio.md, "Data message".
/// </remarks>
public sealed class EieioDataMessage : EieioMessage
{
    /// <summary>The most elements one message can count, 255.</summary>
    public const int MaxCount = byte.MaxValue;

    /// <summary>The length in bytes that a message to or from a core should keep to, 256. It is not enforced: hosts may agree on more.</summary>
    public const int PreferredMaxSize = 256;

    private readonly EieioDataHeader _header;
    private byte[]? _added;
    private ReadOnlyMemory<byte> _elements;
    private byte _count;

    /// <summary>Makes a message without elements.</summary>
    /// <param name="header">The type of the elements, and their common bits. Its count is not used: the message begins with 0 elements.</param>
    public EieioDataMessage(EieioDataHeader header)
    {
        _header = header;
        _added = [];
    }

    internal EieioDataMessage(in EieioDataHeader header, ReadOnlyMemory<byte> elements)
    {
        _header = header;
        _count = header.Count;
        _elements = elements;
    }

    /// <summary>The header, with the number of elements that are there now.</summary>
    public EieioDataHeader Header => _header.WithCount(_count);

    /// <summary>The number of elements, 0 to <see cref="MaxCount"/>.</summary>
    public int Count => _count;

    /// <summary>The number of elements that fit into <see cref="PreferredMaxSize"/> bytes.</summary>
    public int MaxElements => _header.MaxElements;

    /// <summary>Whether the message was read, and takes no more elements.</summary>
    public bool IsReadOnly => _added is null;

    /// <summary>The elements as a receiver understands them: with key prefix and payload base put in.</summary>
    public EieioElements Elements => new(Header, _elements);

    /// <inheritdoc/>
    public override int Size => _header.Size + (_count * _header.Type.ElementSize);

    /// <summary>Makes a message without elements.</summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="keyPrefix">Bits to put into every key.</param>
    /// <param name="payloadPrefix">Bits to put into every payload; not used if there is a timestamp. At most 65535 for the 16-bit types.</param>
    /// <param name="timestamp">The time of all elements, sent as the payload base. At most 65535 for the 16-bit types.</param>
    /// <param name="prefixType">Which half of the keys the prefix goes into.</param>
    /// <param name="tag">A number that sender and receiver agree about, 0 to 3.</param>
    /// <exception cref="InvalidParameterException">A value is out of range.</exception>
    public static EieioDataMessage Create(
        EieioType type,
        ushort? keyPrefix = null,
        uint? payloadPrefix = null,
        uint? timestamp = null,
        EieioPrefix prefixType = EieioPrefix.LowerHalfWord,
        byte tag = 0) =>
        new(new EieioDataHeader(type, 0, tag, keyPrefix, prefixType, timestamp ?? payloadPrefix, timestamp is not null));

    /// <summary>The length in bytes that the field's tools take for the least of a message of that shape: the header and one payload, without a key.</summary>
    /// <remarks>Protocol: eieio.md, "Data message".</remarks>
    public static int GetMinPacketLength(EieioType type, bool hasPrefix = false, bool hasPayloadBase = false) =>
        EieioDataHeader.GetSize(type, hasPrefix, hasPayloadBase) + type.PayloadSize;

    /// <summary>Reads a message. Its bytes are not copied. Bytes after its last element are ignored. If only the elements are wanted,
    /// <see cref="EieioElements.TryParse"/> finds them without an object.</summary>
    /// <returns><see langword="false"/>, with the reason in <paramref name="error"/>, for a command or if the elements are fewer than the header says.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> source, [NotNullWhen(true)] out EieioDataMessage? message, out PacketError error)
    {
        bool parsed = EieioElements.TryParse(source, out EieioElements elements, out error);
        message = parsed ? new EieioDataMessage(elements.Header, elements.Bytes) : null;
        return parsed;
    }

    /// <summary>Adds a key.</summary>
    /// <param name="key">The key, without the prefix; at most 65535 for the 16-bit types.</param>
    /// <exception cref="InvalidParameterException">The key is too great, the type needs a payload, or there are 255 elements already.</exception>
    /// <exception cref="InvalidPacketException">The message was read.</exception>
    public void Add(uint key)
    {
        InvalidParameterException.ThrowIfOutside(key, 0, _header.Type.MaxValue, nameof(key));
        if (_header.Type.HasPayload)
            throw new InvalidParameterException("type", _header.Type, "elements of this type need a payload");

        WriteValue(Extend(), key);
    }

    /// <summary>Adds a key with its payload.</summary>
    /// <param name="key">The key, without the prefix; at most 65535 for the 16-bit types.</param>
    /// <param name="payload">The payload, without the payload base; at most 65535 for the 16-bit types.</param>
    /// <exception cref="InvalidParameterException">A value is too great, the type has no payloads, or there are 255 elements already.</exception>
    /// <exception cref="InvalidPacketException">The message was read.</exception>
    public void Add(uint key, uint payload)
    {
        InvalidParameterException.ThrowIfOutside(key, 0, _header.Type.MaxValue, nameof(key));
        InvalidParameterException.ThrowIfOutside(payload, 0, _header.Type.MaxValue, nameof(payload));
        if (!_header.Type.HasPayload)
            throw new InvalidParameterException("type", _header.Type, "elements of this type have no payload");

        Span<byte> element = Extend();
        WriteValue(element, key);
        WriteValue(element[_header.Type.KeySize..], payload);
    }

    /// <summary>Adds an element: its key and its payload, if it has one.</summary>
    /// <exception cref="InvalidParameterException">A value is too great, the element does not fit the type, or there are 255 elements already.</exception>
    /// <exception cref="InvalidPacketException">The message was read.</exception>
    public void Add(EieioElement element)
    {
        if (element.Payload is { } payload)
            Add(element.Key, payload);
        else
            Add(element.Key);
    }

    private protected override void WriteCore(Span<byte> destination)
    {
        int offset = Header.Write(destination);
        _elements.Span.CopyTo(destination[offset..]);
    }

    private Span<byte> Extend()
    {
        if (_added is null)
            throw new InvalidPacketException(PacketError.WrongKind(nameof(EieioDataMessage), 0, "a message that was read takes no more elements"));

        if (_count == MaxCount)
            throw new InvalidParameterException("count", MaxCount + 1, $"a message holds at most {MaxCount} elements");

        int size = _header.Type.ElementSize;
        int start = _count * size;
        if (start + size > _added.Length)
            Array.Resize(ref _added, Math.Max(16 * size, 2 * _added.Length));

        _count++;
        _elements = _added.AsMemory(0, start + size);
        return _added.AsSpan(start, size);
    }

    private void WriteValue(Span<byte> destination, uint value)
    {
        if (_header.Type.KeySize == 4)
            BinaryPrimitives.WriteUInt32LittleEndian(destination, value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)value);
    }
}
