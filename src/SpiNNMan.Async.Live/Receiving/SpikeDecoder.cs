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
    private readonly uint[] _keys = new uint[MostEvents];
    private readonly uint[] _unknown = new uint[MostEvents];
    private KeyRange _range;
    private int _label;
    private uint? _payload;

    /// <summary>Whether all events of the last datagram are of one range of keys, with one tick and one payload or none. Then nothing was done with them but that.</summary>
    public bool IsBlock { get; private set; }

    /// <summary>The events of the last datagram, if it is a block.</summary>
    public SpikeBlock Block => new(_keys.AsSpan(0, Count), _range, new Spike(_label, Atom: 0, Key: 0, Tick, _payload));

    /// <summary>The events of the last datagram whose keys are known.</summary>
    public ReadOnlySpan<Spike> Spikes
    {
        get
        {
            if (IsBlock)
            {
                SpikeBlock block = Block;
                SpikeBlock.Expand(block.Keys, block.Range, block.Common, _spikes);
            }

            return _spikes.AsSpan(0, Count);
        }
    }

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
    /// <param name="error">The fault in it.</param>
    public bool TryDecode(ReadOnlySpan<byte> datagram, long now, out PacketError error)
    {
        (Count, UnknownCount, Tick, IsUniform, IsBlock) = (0, 0, null, true, false);
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

        DecodeKeys(KeyWords.ReadWords(datagram, prefix: 0, _keys), payload: null);
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
            DecodeKeys(isShort ? KeyWords.ReadHalfWords(elements, prefix, _keys) : KeyWords.ReadWords(elements, prefix, _keys), common);
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

    /// <summary>Decodes the keys that were read, which have a time, or a payload, in common. These are nearly all that come. If they are of one range too, nothing more is done here.</summary>
    private void DecodeKeys(int count, uint? payload)
    {
        if (count == 0)
            return;

        Span<uint> all = _keys.AsSpan(0, count);
        if (!_range.Contains(all[0]) && keys.TryFindRange(all[0], out KeyRange range, out int label))
            (_range, _label) = (range, label);

        if (KeyWords.AreAllIn(_range, all))
        {
            (Count, _payload, IsBlock) = (count, payload, true);
            return;
        }

        foreach (uint key in all)
            Add(key, payload);
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
