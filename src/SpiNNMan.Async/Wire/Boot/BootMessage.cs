using System.Buffers.Binary;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Boot;

/// <summary>A datagram of the protocol that a board speaks before it is booted. Every number in it is big-endian; there is no padding.</summary>
/// <remarks>
/// <code>
///  0  u16  protocol version, 1
///  2  u32  opcode
///  6  u32  operand 1
/// 10  u32  operand 2
/// 14  u32  operand 3
/// 18  ..   data, 0 to 1024 bytes
/// </code>
/// Protocol: boot.md, "Message".
/// </remarks>
public readonly record struct BootMessage
{
    /// <summary>The UDP port that boards listen on, and announce themselves from, until they are booted: 54321.</summary>
    public const int Port = 54321;

    /// <summary>The only version of the protocol.</summary>
    public const ushort ProtocolVersion = 1;

    /// <summary>The length of a message without its data, in bytes.</summary>
    public const int HeaderSize = 18;

    /// <summary>The most data in one message, in bytes.</summary>
    public const int MaxDataSize = 1024;

    /// <summary>The length of the longest message, in bytes.</summary>
    public const int MaxSize = HeaderSize + MaxDataSize;

    /// <summary>Makes a message.</summary>
    /// <param name="opcode">The opcode.</param>
    /// <param name="operand1">The first operand.</param>
    /// <param name="operand2">The second operand.</param>
    /// <param name="operand3">The third operand.</param>
    /// <param name="data">The data, at most <see cref="MaxDataSize"/> bytes. It is not copied.</param>
    /// <exception cref="InvalidParameterException">The data is longer than <see cref="MaxDataSize"/>.</exception>
    public BootMessage(BootOpcode opcode, uint operand1 = 0, uint operand2 = 0, uint operand3 = 0, ReadOnlyMemory<byte> data = default)
    {
        if (data.Length > MaxDataSize)
            throw new InvalidParameterException(nameof(data), data.Length, $"a boot message carries at most {MaxDataSize} bytes");

        Opcode = opcode;
        Operand1 = operand1;
        Operand2 = operand2;
        Operand3 = operand3;
        Data = data;
    }

    /// <summary>The command of the message.</summary>
    public BootOpcode Opcode { get; }

    /// <summary>The first operand.</summary>
    public uint Operand1 { get; }

    /// <summary>The second operand.</summary>
    public uint Operand2 { get; }

    /// <summary>The third operand.</summary>
    public uint Operand3 { get; }

    /// <summary>The data, 0 to <see cref="MaxDataSize"/> bytes.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>The length of the whole message in bytes.</summary>
    public int Size => HeaderSize + Data.Length;

    /// <summary>Reads a message, whose data is everything after the header. The data is not copied.</summary>
    /// <returns><see langword="false"/>, with the reason in <paramref name="error"/>, if there are too few or too many bytes or the version is not 1.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> source, out BootMessage message, out PacketError error)
    {
        message = default;
        if (source.Length < HeaderSize)
        {
            error = PacketError.TooShort(nameof(BootMessage), source.Length, HeaderSize, source.Length);
            return false;
        }

        if (source.Length > MaxSize)
        {
            error = new PacketError(PacketErrorKind.TooLong, nameof(BootMessage), MaxSize, $"the data may be {MaxDataSize} bytes long, it is {source.Length - HeaderSize}");
            return false;
        }

        ReadOnlySpan<byte> bytes = source.Span;
        ushort version = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (version != ProtocolVersion)
        {
            error = PacketError.BadValue(nameof(BootMessage), 0, $"the protocol version is {version}, not {ProtocolVersion}");
            return false;
        }

        message = new BootMessage(
            (BootOpcode)BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[6..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[10..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[14..]),
            source[HeaderSize..]);
        error = default;
        return true;
    }

    /// <summary>Writes the message.</summary>
    /// <returns>The number of bytes written, <see cref="Size"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    public int Write(Span<byte> destination)
    {
        if (destination.Length < Size)
            throw new ArgumentException($"The message takes {Size} bytes, {destination.Length} are there.", nameof(destination));

        BinaryPrimitives.WriteUInt16BigEndian(destination, ProtocolVersion);
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)Opcode);
        BinaryPrimitives.WriteUInt32BigEndian(destination[6..], Operand1);
        BinaryPrimitives.WriteUInt32BigEndian(destination[10..], Operand2);
        BinaryPrimitives.WriteUInt32BigEndian(destination[14..], Operand3);
        Data.Span.CopyTo(destination[HeaderSize..]);
        return Size;
    }

    /// <summary>The message's bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }
}
