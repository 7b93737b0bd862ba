using System.Buffers.Binary;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Makes events of the bytes of a datagram: an EIEIO message, or keys of 32 bits and nothing else.</summary>
internal sealed class SpikeDecoder(KeyMap keys, TickUnwrapper ticks, bool isPlain = false)
{
    /// <summary>The most events in a datagram.</summary>
    public const int MostEvents = 512;

    private readonly Spike[] _spikes = new Spike[MostEvents];
    private readonly uint[] _unknown = new uint[MostEvents];
    private KeyRange _range;
    private int _label;

    /// <summary>The events of the last datagram whose keys are known.</summary>
    public ReadOnlySpan<Spike> Spikes => _spikes.AsSpan(0, Count);

    /// <summary>The keys of the last datagram that stand for nothing.</summary>
    public ReadOnlySpan<uint> Unknown => _unknown.AsSpan(0, UnknownCount);

    public int Count { get; private set; }

    public int UnknownCount { get; private set; }

    /// <summary>The tick of the last event, if it had one.</summary>
    public long? Tick { get; private set; }

    /// <summary>Whether all known events of the last datagram have one label and one tick.</summary>
    public bool IsUniform { get; private set; }

    /// <summary>Decodes a message of events.</summary>
    /// <param name="datagram">The message.</param>
    /// <param name="now">The time stamp of the clock when it came.</param>
    /// <param name="error">What is wrong with it.</param>
    public bool TryDecode(ReadOnlySpan<byte> datagram, long now, out PacketError error)
    {
        (Count, UnknownCount, Tick, IsUniform) = (0, 0, null, true);
        if (isPlain)
            return TryDecodeKeys(datagram, out error);

        if (!EieioDataHeader.TryParse(datagram, out EieioDataHeader header, out error))
            return false;

        int size = header.Size + (header.Count * header.Type.ElementSize);
        if (datagram.Length < size)
        {
            error = PacketError.TooShort(nameof(EieioDataMessage), datagram.Length, size, datagram.Length);
            return false;
        }

        DecodeElements(header, datagram[header.Size..size], now);
        return true;
    }

    private bool TryDecodeKeys(ReadOnlySpan<byte> datagram, out PacketError error)
    {
        if (datagram.Length % sizeof(uint) != 0 || datagram.Length > MostEvents * sizeof(uint))
        {
            error = PacketError.BadValue("Keys", datagram.Length, $"{datagram.Length} bytes are no whole number of keys, or more than {MostEvents}");
            return false;
        }

        for (int offset = 0; offset < datagram.Length; offset += sizeof(uint))
            Add(BinaryPrimitives.ReadUInt32LittleEndian(datagram[offset..]), payload: null);

        error = default;
        return true;
    }

    private void DecodeElements(in EieioDataHeader header, ReadOnlySpan<byte> elements, long now)
    {
        EieioType type = header.Type;
        bool isShort = type.KeySize == 2;
        bool hasPayloads = type.HasPayload;
        uint prefix = header.Prefix is { } bits ? header.PrefixType == EieioPrefix.UpperHalfWord ? (uint)bits << 16 : bits : 0;
        uint payloadBase = header.PayloadBase ?? 0;
        bool hasTimes = header.IsTime && (hasPayloads || header.PayloadBase is not null);

        // One time for all, unless each element brings its own.
        Tick = hasTimes && !hasPayloads ? ticks.Unwrap(payloadBase, isShort, now) : null;
        uint? common = !hasTimes && !hasPayloads ? header.PayloadBase : null;
        int elementSize = type.ElementSize;
        if (!hasPayloads)
        {
            DecodeKeys(elements, isShort, prefix, common);
            return;
        }

        for (int index = 0; index < header.Count; index++)
        {
            ReadOnlySpan<byte> element = elements.Slice(index * elementSize, elementSize);
            uint key = prefix | (isShort ? BinaryPrimitives.ReadUInt16LittleEndian(element) : BinaryPrimitives.ReadUInt32LittleEndian(element));
            uint own = payloadBase | (isShort ? BinaryPrimitives.ReadUInt16LittleEndian(element[2..]) : BinaryPrimitives.ReadUInt32LittleEndian(element[4..]));
            if (hasTimes)
            {
                long tick = ticks.Unwrap(own, isShort, now);
                IsUniform &= index == 0 || tick == Tick;
                Tick = tick;
            }

            Add(key, hasTimes ? null : own);
        }
    }

    /// <summary>Decodes keys that have a time, or a payload, in common. These are nearly all that come, so this loop does little else.</summary>
    private void DecodeKeys(ReadOnlySpan<byte> elements, bool isShort, uint prefix, uint? payload)
    {
        int size = isShort ? sizeof(ushort) : sizeof(uint);
        long? tick = Tick;
        KeyRange range = _range;
        int label = _label;
        Span<Spike> spikes = _spikes;
        int count = 0;
        for (; elements.Length >= size; elements = elements[size..])
        {
            uint key = prefix | (isShort ? BinaryPrimitives.ReadUInt16LittleEndian(elements) : BinaryPrimitives.ReadUInt32LittleEndian(elements));
            uint offset = key - range.FirstKey;
            if (offset >= (uint)range.Count)
            {
                if (!TryFind(key, count))
                    continue;

                (range, label) = (_range, _label);
                offset = key - range.FirstKey;
            }

            spikes[count++] = new Spike(label, range.FirstAtom + (int)offset, key, tick, payload);
        }

        Count = count;
    }

    private void Add(uint key, uint? payload)
    {
        if (_range.Contains(key) || TryFind(key, Count))
            _spikes[Count++] = new Spike(_label, _range.FirstAtom + (int)(key - _range.FirstKey), key, Tick, payload);
    }

    /// <summary>Finds the range of a key that is not in the last one: neighbours come together.</summary>
    /// <returns>Whether it stands for anything; otherwise it is noted as unknown.</returns>
    private bool TryFind(uint key, int count)
    {
        if (!keys.TryFindRange(key, out KeyRange range, out int label))
        {
            _unknown[UnknownCount++] = key;
            return false;
        }

        (_range, _label) = (range, label);
        IsUniform &= count == 0 || label == _spikes[0].Label;
        return true;
    }
}
