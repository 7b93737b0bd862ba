using System.Buffers.Binary;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>The start of a data message: the number of elements, their type, and their common bits.</summary>
/// <remarks>
/// <code>
/// 0  u8   count of elements
/// 1  u8   [7] there is a key prefix     [6] it goes into the upper half     [5] there is a payload base
///         [4] payloads are timestamps   [3:2] type                          [1:0] tag
/// 2  u16  key prefix, if there is one
/// .. u16  payload base, if there is one; u32 for the 32-bit types
/// </code>
/// Protocol: eieio.md, "Data header".
/// </remarks>
public readonly record struct EieioDataHeader
{
    /// <summary>The length in bytes of a header with neither prefix nor payload base.</summary>
    public const int MinSize = 2;

    /// <summary>The length in bytes of the longest header.</summary>
    public const int MaxSize = 8;

    private const int HasPrefixBit = 0x80;
    private const int UpperPrefixBit = 0x40;
    private const int HasPayloadBaseBit = 0x20;
    private const int TimestampsBit = 0x10;

    /// <summary>Makes a header.</summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="count">The number of elements, 0 to 255.</param>
    /// <param name="tag">A number that sender and receiver agree about, 0 to 3.</param>
    /// <param name="prefix">The bits for every key; <see langword="null"/> for none.</param>
    /// <param name="prefixType">Which half of the keys the prefix goes into. It is not sent if there is no prefix.</param>
    /// <param name="payloadBase">The bits for every payload; <see langword="null"/> for none; at most 65535 for the 16-bit types.</param>
    /// <param name="isTime">Whether payloads are timestamps.</param>
    /// <exception cref="InvalidParameterException">The type, the tag, the prefix type or the payload base is out of range.</exception>
    public EieioDataHeader(
        EieioType type,
        byte count = 0,
        byte tag = 0,
        ushort? prefix = null,
        EieioPrefix prefixType = EieioPrefix.LowerHalfWord,
        uint? payloadBase = null,
        bool isTime = false)
    {
        InvalidParameterException.ThrowIfOutside((long)type, 0, (long)EieioType.KeyPayload32Bit, nameof(type));
        InvalidParameterException.ThrowIfOutside(tag, 0, 3, nameof(tag));
        InvalidParameterException.ThrowIfOutside((long)prefixType, 0, (long)EieioPrefix.UpperHalfWord, nameof(prefixType));
        InvalidParameterException.ThrowIfOutside(payloadBase ?? 0, 0, type.MaxValue, nameof(payloadBase));
        Type = type;
        Count = count;
        Tag = tag;
        Prefix = prefix;
        PrefixType = prefixType;
        PayloadBase = payloadBase;
        IsTime = isTime;
    }

    /// <summary>The type of the elements.</summary>
    public EieioType Type { get; }

    /// <summary>The number of elements, 0 to 255.</summary>
    public byte Count { get; private init; }

    /// <summary>A number that sender and receiver agree about, 0 to 3.</summary>
    public byte Tag { get; }

    /// <summary>The bits that are put into every key; <see langword="null"/> if there are none.</summary>
    public ushort? Prefix { get; }

    /// <summary>Which half of the keys the prefix goes into; <see cref="EieioPrefix.LowerHalfWord"/> in a header that was read without one.</summary>
    public EieioPrefix PrefixType { get; }

    /// <summary>The bits that are put into every payload; <see langword="null"/> if there are none. Keys without payload get it as their payload.</summary>
    public uint? PayloadBase { get; }

    /// <summary>Whether payloads are timestamps.</summary>
    public bool IsTime { get; }

    /// <summary>The length of the header in bytes, 2 to 8.</summary>
    public int Size => GetSize(Type, Prefix is not null, PayloadBase is not null);

    /// <summary>The number of elements that fit into a message of 256 bytes, header included.</summary>
    public int MaxElements => (EieioDataMessage.PreferredMaxSize - Size) / Type.ElementSize;

    /// <summary>The length in bytes of a header of that shape.</summary>
    public static int GetSize(EieioType type, bool hasPrefix = false, bool hasPayloadBase = false) =>
        MinSize + (hasPrefix ? 2 : 0) + (hasPayloadBase ? type.KeySize : 0);

    /// <summary>Reads a header from the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/>, with the reason in <paramref name="error"/>, if the bytes are too few or those of a command.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out EieioDataHeader header, out PacketError error)
    {
        header = default;
        if (source.Length < MinSize)
        {
            error = PacketError.TooShort(nameof(EieioDataHeader), source.Length, MinSize, source.Length);
            return false;
        }

        byte flags = source[1];
        if (EieioMessage.IsCommand(BinaryPrimitives.ReadUInt16LittleEndian(source)))
        {
            error = PacketError.WrongKind(nameof(EieioDataHeader), 1, "this is the header of a command, not of data");
            return false;
        }

        var type = (EieioType)((flags >> 2) & 3);
        bool hasPrefix = (flags & HasPrefixBit) != 0;
        bool hasPayloadBase = (flags & HasPayloadBaseBit) != 0;
        int size = GetSize(type, hasPrefix, hasPayloadBase);
        if (source.Length < size)
        {
            error = PacketError.TooShort(nameof(EieioDataHeader), source.Length, size, source.Length);
            return false;
        }

        header = new EieioDataHeader(
            type,
            source[0],
            (byte)(flags & 3),
            hasPrefix ? BinaryPrimitives.ReadUInt16LittleEndian(source[MinSize..]) : null,
            (flags & UpperPrefixBit) != 0 ? EieioPrefix.UpperHalfWord : EieioPrefix.LowerHalfWord,
            hasPayloadBase ? ReadPayloadBase(source[(hasPrefix ? 4 : 2)..], type) : null,
            (flags & TimestampsBit) != 0);
        error = default;
        return true;
    }

    /// <summary>Writes the header to the start of <paramref name="destination"/>.</summary>
    /// <returns>The number of bytes written, <see cref="Size"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    public int Write(Span<byte> destination)
    {
        int size = Size;
        if (destination.Length < size)
            throw new ArgumentException($"The header takes {size} bytes, {destination.Length} are there.", nameof(destination));

        int flags = ((int)Type << 2) | Tag | (IsTime ? TimestampsBit : 0) | (PayloadBase is null ? 0 : HasPayloadBaseBit);
        int offset = MinSize;
        if (Prefix is { } prefix)
        {
            flags |= HasPrefixBit | (PrefixType == EieioPrefix.UpperHalfWord ? UpperPrefixBit : 0);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[offset..], prefix);
            offset += 2;
        }

        if (PayloadBase is { } payloadBase && Type.KeySize == 4)
            BinaryPrimitives.WriteUInt32LittleEndian(destination[offset..], payloadBase);
        else if (PayloadBase is { } shortBase)
            BinaryPrimitives.WriteUInt16LittleEndian(destination[offset..], (ushort)shortBase);

        destination[0] = Count;
        destination[1] = (byte)flags;
        return size;
    }

    /// <summary>The same header with another number of elements.</summary>
    public EieioDataHeader WithCount(byte count) => this with { Count = count };

    private static uint ReadPayloadBase(ReadOnlySpan<byte> source, EieioType type) =>
        type.KeySize == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(source) : BinaryPrimitives.ReadUInt16LittleEndian(source);
}
