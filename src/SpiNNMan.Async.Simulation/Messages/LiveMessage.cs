using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Eieio;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>An EIEIO message as the injector of the usual tool chain reads it. The length of the message is not checked; missing bytes are zero.</summary>
internal readonly struct LiveMessage
{
    private const int PrefixBit = 15;
    private const int HalfBit = 14;
    private const int BaseBit = 13;
    private const int TimestampBit = 12;
    private const int TypeShift = 10;
    private const ushort CommandMask = 0x3FFF;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ushort _header;
    private readonly int _start;

    public LiveMessage(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        _header = Half(0);
        int at = sizeof(ushort);
        if (HasPrefix)
        {
            Prefix = Half(at);
            at += sizeof(ushort);
        }

        if (HasBase)
        {
            Base = Value(at);
            at += Type.KeySize;
        }

        _start = at;
    }

    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Whether it is a command.</summary>
    public bool IsCommand => _header >> HalfBit == 1;

    public EieioCommand Command => (EieioCommand)(_header & CommandMask);

    /// <summary>Whether it contains nothing.</summary>
    public bool IsEmpty => _header == 0;

    public int Count => IsCommand ? 0 : (byte)_header;

    public EieioType Type => (EieioType)((_header >> TypeShift) & 3);

    public bool HasPrefix => IsSet(PrefixBit);

    public bool IsPrefixUpper => IsSet(HalfBit);

    public bool IsTimestamp => IsSet(TimestampBit);

    /// <summary>The key prefix of the message, not yet shifted to its half.</summary>
    public uint Prefix { get; }

    /// <summary>The payload base, or 0.</summary>
    public uint Base { get; }

    private bool HasBase => IsSet(BaseBit);

    /// <summary>The length that its header states.</summary>
    public int Length => _start + (Count * Type.ElementSize);

    /// <summary>The tick at which it is due when it comes out of a send buffer. For elements with payloads, the program treats their first key as a part of the time.</summary>
    public uint DueAt(uint now)
    {
        if (IsCommand || !IsTimestamp || !(HasBase || Type.HasPayload))
            return now;

        return Type.HasPayload ? Base | Value(_start) : Base;
    }

    /// <summary>An element, without any change.</summary>
    public (uint Key, uint? Payload) Element(int number)
    {
        int at = _start + (number * Type.ElementSize);
        return (Value(at), Type.HasPayload ? Value(at + Type.KeySize) : null);
    }

    private bool IsSet(int bit) => (_header & (1 << bit)) != 0;

    private uint Value(int at) => Type.KeySize == sizeof(ushort) ? Half(at) : Half(at) | ((uint)Half(at + sizeof(ushort)) << 16);

    private ushort Half(int at) => _bytes.Length >= at + sizeof(ushort) ? BinaryPrimitives.ReadUInt16LittleEndian(_bytes.Span[at..]) : (ushort)0;
}
