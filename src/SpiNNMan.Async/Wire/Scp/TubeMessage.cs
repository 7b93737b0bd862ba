using System.Buffers.Binary;
using System.Text;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Scp;

/// <summary>Text that a core prints to its standard stream, as it comes to a host through IP tag 0.</summary>
/// <param name="Source">The core that prints.</param>
/// <param name="Data">The bytes of the text, in general ASCII; most often a line with its end.</param>
/// <remarks>
/// <code>
///  0  8   SDP header
///  8  u16 command, 64
/// 10  u16 sequence number, of no meaning
/// 12  ..  the text, to the end of the message
/// </code>
/// The text stands where other commands have their arguments. Protocol: scp.md, "Printed text".
/// </remarks>
public readonly record struct TubeMessage(CoreLocation Source, ReadOnlyMemory<byte> Data)
{
    /// <summary>The UDP port that hosts listen on for text, by custom: 17892.</summary>
    public const int DefaultPort = 17892;

    private const int HeaderSize = 4;

    /// <summary>The text. Bytes that are no ASCII become question marks.</summary>
    public string Text => Encoding.ASCII.GetString(Data.Span);

    /// <summary>Takes the text out of an SDP message; it is not copied.</summary>
    /// <returns><see langword="false"/> if the message has no command, or another one. The offset of the error counts from the message's data.</returns>
    public static bool TryParse(in SdpMessage message, out TubeMessage tube, out PacketError error)
    {
        tube = default;
        if (message.Data.Length < HeaderSize)
        {
            error = PacketError.TooShort(nameof(TubeMessage), message.Data.Length, HeaderSize, message.Data.Length);
            return false;
        }

        ushort command = BinaryPrimitives.ReadUInt16LittleEndian(message.Data.Span);
        if (command != (ushort)ScpCommand.Tube)
        {
            error = PacketError.WrongKind(nameof(TubeMessage), 0, $"the command is {command}, not {(ushort)ScpCommand.Tube}");
            return false;
        }

        tube = new TubeMessage(message.Header.Source.Location, message.Data[HeaderSize..]);
        error = default;
        return true;
    }

    /// <summary>The SDP message that a core sends.</summary>
    /// <param name="board">The chip with the Ethernet that it leaves through.</param>
    public SdpMessage ToMessage(ChipLocation board)
    {
        var data = new byte[HeaderSize + Data.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(data, (ushort)ScpCommand.Tube);
        Data.Span.CopyTo(data.AsSpan(HeaderSize));
        return new SdpMessage(new SdpHeader(SdpFlags.ReplyNotExpected, 0, SdpEndpoint.Host(board), new SdpEndpoint(Source, 0)), data);
    }
}
