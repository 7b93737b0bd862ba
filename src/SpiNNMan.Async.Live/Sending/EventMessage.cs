using System.Buffers.Binary;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>A datagram to an injector's core, as it fills: keys of 16 bits with their common upper half, as long as they have one, else of 32 bits; or keys with payloads; or keys for a tick.</summary>
/// <remarks>Protocol: live.md, "Injectors".</remarks>
internal sealed class EventMessage
{
    private const byte BufferRegion = 3;
    private const int Start = SdpMessage.PadSize + SdpHeader.Size;
    private const int CommandSize = 4;

    private static readonly int s_mostShort = new EieioDataHeader(EieioType.Key16Bit, prefix: 0).MaxElements;
    private static readonly int s_mostWide = new EieioDataHeader(EieioType.Key32Bit).MaxElements;
    private static readonly int s_mostPairs = new EieioDataHeader(EieioType.KeyPayload32Bit).MaxElements;

    private readonly byte[] _bytes = new byte[Start + CommandSize + EieioDataMessage.PreferredMaxSize];
    private readonly uint[] _keys = new uint[EieioDataMessage.PreferredMaxSize / sizeof(ushort)];
    private readonly uint[] _payloads = new uint[EieioDataMessage.PreferredMaxSize / sizeof(ushort)];
    private bool _hasPayloads;
    private bool _isShort = true;

    /// <summary>Makes the message for a core.</summary>
    public EventMessage(CoreLocation core)
    {
        var header = new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, new SdpEndpoint(core, (byte)SdpPort.InputBuffering), new SdpEndpoint(new ChipLocation(0, 0), 0, 0));
        header.Write(_bytes.AsSpan(SdpMessage.PadSize));
    }

    /// <summary>How many events are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an event, if it goes with those that are there.</summary>
    public bool TryAdd(uint key, uint? payload)
    {
        int count = Count;
        if (count > 0 && _hasPayloads != payload.HasValue)
            return false;

        bool isShort = !payload.HasValue && (count == 0 || (_isShort && (key >> 16) == (_keys[0] >> 16)));
        if (count >= (payload.HasValue ? s_mostPairs : isShort ? s_mostShort : s_mostWide))
            return false;

        (_hasPayloads, _isShort) = (payload.HasValue, isShort);
        _payloads[count] = payload.GetValueOrDefault();
        _keys[count] = key;
        Count = count + 1;
        return true;
    }

    /// <summary>The place for more keys of 16 bits; empty when the message has others, or is full.</summary>
    public Span<uint> Room => Count == 0 || (_isShort && !_hasPayloads) ? _keys.AsSpan(Count, s_mostShort - Count) : [];

    /// <summary>Adds keys that were written to <see cref="Room"/>: those from the first on that go in as keys of 16 bits.</summary>
    /// <returns>How many were added. 0 if there is none.</returns>
    public int TakeFromRoom(int written)
    {
        ReadOnlySpan<uint> keys = _keys.AsSpan(0, Count + written);
        uint upper = keys.Length == 0 ? 0 : keys[0] >> 16;
        int index = Count;
        while (index < keys.Length && keys[index] >> 16 == upper)
            index++;

        int added = index - Count;
        if (added > 0)
            (_isShort, _hasPayloads, Count) = (true, false, index);

        return added;
    }

    /// <summary>Adds an event as a key of 32 bits.</summary>
    public void AddWide(uint key) => (_isShort, _hasPayloads, _keys[Count++]) = (false, false, key);

    /// <summary>Forgets what is in it.</summary>
    public void Clear() => Count = 0;

    /// <summary>The datagram for events that are to be sent at once; the message is empty afterwards, and the bytes are valid until the next.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        EieioType type = _hasPayloads ? EieioType.KeyPayload32Bit : _isShort ? EieioType.Key16Bit : EieioType.Key32Bit;
        var header = new EieioDataHeader(type, (byte)Count, prefix: type == EieioType.Key16Bit ? (ushort)(_keys[0] >> 16) : null, prefixType: EieioPrefix.UpperHalfWord);
        return Write(header, Start);
    }

    /// <summary>The datagram for events that are to be sent at a tick; the message is empty afterwards, and the bytes are valid until the next.</summary>
    public ReadOnlyMemory<byte> FinishFor(uint tick, byte sequence)
    {
        EieioCommandMessage.Create(EieioCommand.HostSendSequencedData, new byte[] { BufferRegion, sequence }).Write(_bytes.AsSpan(Start));
        return Write(new EieioDataHeader(EieioType.Key32Bit, (byte)Count, payloadBase: tick, isTime: true), Start + CommandSize);
    }

    /// <summary>How many keys for a tick go in one message.</summary>
    public static int MostTimedEvents => new EieioDataHeader(EieioType.Key32Bit, payloadBase: 0, isTime: true).MaxElements;

    private ReadOnlyMemory<byte> Write(in EieioDataHeader header, int at)
    {
        int start = at + header.Write(_bytes.AsSpan(at));
        int size = header.Type.ElementSize;
        Span<byte> elements = _bytes.AsSpan(start, Count * size);
        ReadOnlySpan<uint> keys = _keys.AsSpan(0, Count);
        if (header.Type == EieioType.Key16Bit)
            WriteShort(elements, keys);
        else
            WriteWide(elements, size, keys, header.Type.HasPayload ? _payloads.AsSpan(0, Count) : []);

        Count = 0;
        return _bytes.AsMemory(0, start + elements.Length);
    }

    private static void WriteShort(Span<byte> elements, ReadOnlySpan<uint> keys)
    {
        for (int index = 0; index < keys.Length; index++)
            BinaryPrimitives.WriteUInt16LittleEndian(elements[(index * sizeof(ushort))..], (ushort)keys[index]);
    }

    private static void WriteWide(Span<byte> elements, int size, ReadOnlySpan<uint> keys, ReadOnlySpan<uint> payloads)
    {
        for (int index = 0; index < keys.Length; index++)
        {
            Span<byte> element = elements.Slice(index * size, size);
            BinaryPrimitives.WriteUInt32LittleEndian(element, keys[index]);
            if (!payloads.IsEmpty)
                BinaryPrimitives.WriteUInt32LittleEndian(element[sizeof(uint)..], payloads[index]);
        }
    }
}
