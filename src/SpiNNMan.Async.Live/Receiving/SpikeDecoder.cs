using System.Buffers.Binary;
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
    private int _entry = -1;

    /// <summary>The events of the last datagram whose keys are known.</summary>
    public ReadOnlySpan<Spike> Spikes => _spikes.AsSpan(0, Count);

    /// <summary>The keys of the last datagram that stand for nothing.</summary>
    public ReadOnlySpan<uint> Unknown => _unknown.AsSpan(0, UnknownCount);

    public int Count { get; private set; }

    public int UnknownCount { get; private set; }

    /// <summary>The tick of the last event, if it had one.</summary>
    public long? Tick { get; private set; }

    /// <summary>Decodes a message of events.</summary>
    /// <param name="datagram">The message.</param>
    /// <param name="now">The time stamp of the clock when it came.</param>
    /// <param name="error">What is wrong with it.</param>
    public bool TryDecode(ReadOnlySpan<byte> datagram, long now, out PacketError error)
    {
        (Count, UnknownCount, Tick) = (0, 0, null);
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
        for (int index = 0; index < header.Count; index++)
        {
            ReadOnlySpan<byte> element = elements.Slice(index * elementSize, elementSize);
            uint key = prefix | (isShort ? BinaryPrimitives.ReadUInt16LittleEndian(element) : BinaryPrimitives.ReadUInt32LittleEndian(element));
            uint? payload = common;
            if (hasPayloads)
            {
                uint own = payloadBase | (isShort ? BinaryPrimitives.ReadUInt16LittleEndian(element[2..]) : BinaryPrimitives.ReadUInt32LittleEndian(element[4..]));
                if (hasTimes)
                    Tick = ticks.Unwrap(own, isShort, now);
                else
                    payload = own;
            }

            Add(key, payload);
        }
    }

    private void Add(uint key, uint? payload)
    {
        if (keys.TryFind(key, ref _entry, out int label, out int atom))
            _spikes[Count++] = new Spike(label, atom, key, Tick, payload);
        else
            _unknown[UnknownCount++] = key;
    }
}
