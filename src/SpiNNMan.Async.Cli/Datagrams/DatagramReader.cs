using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Cli.Datagrams;

/// <summary>Finds out what datagrams are, at any ports: virtual machines choose theirs. It learns the machines from the requests to them.</summary>
internal sealed class DatagramReader
{
    private const int MostMachines = 4096;
    private const int NotificationPort = 19999;
    private const byte HostEnd = 0xFF;
    private const byte StreamPort = 5;
    private const int ShortestCommand = ScpMessage.SequenceOffset + 2;

    private readonly HashSet<IPEndPoint> _machines = [];

    /// <summary>Finds out what a datagram is.</summary>
    public ReadDatagram Read(CapturedDatagram datagram)
    {
        ReadOnlySpan<byte> bytes = datagram.Data.Span;
        if (BootKindOf(datagram) is { } boot)
            return new ReadDatagram(datagram, boot, IsToMachine: boot == DatagramKind.Boot);

        bool isFromMachine = IsMachine(datagram.From);
        bool isToMachine = !isFromMachine && IsMachine(datagram.To);

        // The padding of boards is whatever was in their memory.
        bool mayHaveHeader = bytes.Length >= SdpMessage.PadSize + SdpHeader.Size && (isFromMachine || (bytes[0] == 0 && bytes[1] == 0));
        if (mayHaveHeader && SdpHeader.TryParse(bytes[SdpMessage.PadSize..], out SdpHeader header, out _)
            && SdpKindOf(bytes, header, isFromMachine || isToMachine) is { } kind
            && (kind != DatagramKind.Message || !isFromMachine || !(IsEvents(bytes) || IsEventCommand(bytes))))
        {
            // Boards strip the header of what they send by most tags. A message of some other kind has such a length only by chance.
            bool isRequest = kind == DatagramKind.Request;
            if (isRequest && _machines.Count < MostMachines)
                _machines.Add(datagram.To);

            return new ReadDatagram(datagram, kind, isRequest || (kind == DatagramKind.Message && (isToMachine || (!isFromMachine && header.Source.PortAndCore == HostEnd))));
        }

        bool isNotification = datagram.From.Port == NotificationPort || datagram.To.Port == NotificationPort;
        if (!isFromMachine && !isToMachine && !isNotification)
            return new ReadDatagram(datagram, DatagramKind.Other, IsToMachine: true);

        DatagramKind other = IsEventCommand(bytes) ? DatagramKind.EventCommand : IsEvents(bytes) ? DatagramKind.Events : DatagramKind.Data;
        return new ReadDatagram(datagram, isNotification && other != DatagramKind.EventCommand ? DatagramKind.Other : other, !isFromMachine);
    }

    private static DatagramKind? BootKindOf(CapturedDatagram datagram)
    {
        if (!BootMessage.TryParse(datagram.Data, out BootMessage message, out _))
            return null;

        return message.Opcode switch
        {
            BootOpcode.Hello => DatagramKind.Announcement,
            BootOpcode.FloodFillStart or BootOpcode.FloodFillBlock or BootOpcode.FloodFillControl => DatagramKind.Boot,
            _ => null,
        };
    }

    private static DatagramKind? SdpKindOf(ReadOnlySpan<byte> bytes, SdpHeader header, bool isKnown)
    {
        bool isFromHost = header.Source.PortAndCore == HostEnd && header.Destination.PortAndCore != HostEnd;
        bool isToHost = header.Destination.PortAndCore == HostEnd && header.Source.PortAndCore != HostEnd;
        ushort code = bytes.Length >= ShortestCommand ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[ScpMessage.CommandOffset..]) : ushort.MaxValue;
        if (isFromHost && bytes.Length >= ShortestCommand && header.Flags is SdpFlags.ReplyExpected or SdpFlags.ReplyExpectedNoP2P && header.Destination.Port != StreamPort && (isKnown || header.Destination.Port != 0 || Enum.IsDefined((ScpCommand)code)))
            return DatagramKind.Request;
        if (isToHost && Enum.IsDefined((ScpResult)code))
            return DatagramKind.Reply;
        if (isToHost && code == (ushort)ScpCommand.Tube)
            return DatagramKind.Text;

        return isKnown ? DatagramKind.Message : null;
    }

    private static bool IsEventCommand(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && (bytes[1] & 0xC0) == 0x40 && Enum.IsDefined((EieioCommand)(BinaryPrimitives.ReadUInt16LittleEndian(bytes) & 0x3FFF));

    /// <summary>Whether bytes are a message of events, and nothing else.</summary>
    public static bool IsEvents(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < EieioDataHeader.MinSize || (bytes[1] & 0xC0) == 0x40)
            return false;

        int type = (bytes[1] >> 2) & 3;
        int size = type < 2 ? 2 : 4;
        int header = EieioDataHeader.MinSize + ((bytes[1] & 0x80) != 0 ? 2 : 0) + ((bytes[1] & 0x20) != 0 ? size : 0);
        return bytes.Length == header + (bytes[0] * size * (type % 2 == 1 ? 2 : 1));
    }

    private bool IsMachine(IPEndPoint end) => end.Port == ScpMessage.Port || _machines.Contains(end);
}
