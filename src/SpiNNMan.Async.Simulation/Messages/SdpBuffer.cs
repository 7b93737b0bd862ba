using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>A message in a buffer of a monitor. It is changed in place until it is its own reply.</summary>
/// <param name="counters">The counters of its board.</param>
/// <remarks>The bytes after a message are those of the message before, as on a board. Hosts can see them.</remarks>
internal sealed class SdpBuffer(DeviceCounters counters)
{
    /// <summary>The largest message that a board takes from the network, without the padding.</summary>
    public const int MaxLength = 280;

    private const int Slack = 16;
    private const int CommandOffset = SdpHeader.Size;
    private const int SequenceOffset = CommandOffset + 2;
    private const int ArgumentsOffset = SequenceOffset + 2;
    private const byte ReplyFlag = 0x80;
    private const byte SumFlag = 0x40;
    private const byte NoRouteFlag = 0x20;

    /// <summary>The length of the header, the command and its three arguments.</summary>
    public const int CommandLength = ArgumentsOffset + ScpArguments.Size;

    /// <summary>The length of the header, a result and a sequence number.</summary>
    public const int ErrorLength = ArgumentsOffset;

    private readonly byte[] _bytes = new byte[SdpMessage.PadSize + MaxLength + Slack];

    /// <summary>The counters of the board to which the message came, or from whose core it came.</summary>
    public DeviceCounters Counters { get; } = counters;

    /// <summary>The bytes from the header on, up to the end of the buffer.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(SdpMessage.PadSize);

    /// <summary>The same bytes, for programs on cores.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(SdpMessage.PadSize);

    /// <summary>The two bytes in front of the header. They have no meaning.</summary>
    public Span<byte> Padding => _bytes.AsSpan(0, SdpMessage.PadSize);

    /// <summary>The message as a datagram, including the padding in front.</summary>
    public ReadOnlySpan<byte> Datagram => _bytes.AsSpan(0, SdpMessage.PadSize + Length);

    /// <summary>The number of bytes of header and data.</summary>
    public int Length { get; set; }

    /// <summary>The sender of the datagram that contained this message; <see langword="null"/> if it came from another chip.</summary>
    public IPEndPoint? Origin { get; set; }

    /// <summary>When the monitor began to work on it; <see cref="TimeSpan.MaxValue"/> if its work takes no time.</summary>
    public TimeSpan Began { get; set; } = TimeSpan.MaxValue;

    /// <summary>Whether it belongs to a stream. Such messages take a different time of the monitor with the Ethernet.</summary>
    public bool IsStreamed { get; set; }

    /// <summary>The record in the ledger for its events, if it has some.</summary>
    public EventJourney? Journey { get; set; }

    public byte Flags
    {
        get => Bytes[0];
        set => Bytes[0] = value;
    }

    public byte Tag
    {
        get => Bytes[1];
        set => Bytes[1] = value;
    }

    public byte DestinationPort => Bytes[2];

    public int DestinationCore => Bytes[2] & 0x1F;

    public ushort Destination
    {
        get => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[4..]);
        set => BinaryPrimitives.WriteUInt16LittleEndian(Bytes[4..], value);
    }

    public byte SourcePort
    {
        get => Bytes[3];
        set => Bytes[3] = value;
    }

    public ushort Source
    {
        get => BinaryPrimitives.ReadUInt16LittleEndian(Bytes[6..]);
        set => BinaryPrimitives.WriteUInt16LittleEndian(Bytes[6..], value);
    }

    public ScpCommand Command => (ScpCommand)BinaryPrimitives.ReadUInt16LittleEndian(Bytes[CommandOffset..]);

    public ScpArguments Arguments => ScpArguments.Read(Bytes[ArgumentsOffset..]);

    /// <summary>The bytes after the arguments, to the end of the buffer.</summary>
    public Span<byte> Data => Bytes[CommandLength..];

    /// <summary>The bytes of a reply after its sequence number, at the place of the request's arguments.</summary>
    public Span<byte> Payload => Bytes[ArgumentsOffset..];

    public bool WantsReply => (Flags & ReplyFlag) != 0;

    public bool StaysHere => (Flags & NoRouteFlag) != 0;

    public void ClearSumFlag() => Flags &= unchecked((byte)~SumFlag);

    public void ClearReplyFlag() => Flags &= unchecked((byte)~ReplyFlag);

    /// <summary>Takes the bytes of a message that came by UDP, without their padding.</summary>
    public void Fill(ReadOnlySpan<byte> message, IPEndPoint? origin)
    {
        // The shortest Ethernet frame carries 18 bytes. The network fills a shorter datagram with zeros.
        const int leastReceived = 18 - SdpMessage.PadSize;
        message.CopyTo(Bytes);
        if (message.Length < leastReceived)
            Bytes[message.Length..leastReceived].Clear();

        Length = message.Length;
        Origin = origin;
        Began = TimeSpan.MaxValue;
        IsStreamed = false;
    }

    /// <summary>Counts that it was dropped.</summary>
    public void Drop(DropReason reason)
    {
        Counters.Drop(reason);
        Journey?.Drop(reason);
    }

    /// <summary>A copy of the first bytes, for a reply that is sent when the buffer is already in other use.</summary>
    public SdpBuffer Copy(int length)
    {
        var copy = new SdpBuffer(Counters);
        copy.Fill(Bytes[..length], Origin);
        return copy;
    }

    /// <summary>Turns the message into its reply.</summary>
    public void Answer(ScpResult result, int payloadLength)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Bytes[CommandOffset..], (ushort)result);
        Length = ErrorLength + payloadLength;
        Span<byte> header = Bytes;
        (header[2], header[3]) = (header[3], header[2]);
        (Source, Destination) = (Destination, Source);
    }

    public static ushort AddressOf(ChipLocation chip) => (ushort)((chip.X << 8) | chip.Y);

    public static ChipLocation LocationOf(ushort address) => new((byte)(address >> 8), (byte)address);
}
