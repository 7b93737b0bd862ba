using System.Buffers.Binary;
using System.Globalization;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>Where what is in datagrams with commands and replies. Written again, and not taken from the library, so that a mistake there is not believed here.</summary>
internal static class ScpBytes
{
    public const int Shortest = 14;
    public const int Port = 17893;

    private const int Flags = 2;
    private const int DestinationCore = 4;

    /// <summary>Whether it is a reply of a monitor to a host's command.</summary>
    public static bool IsReply(ReadOnlySpan<byte> datagram) => datagram.Length >= Shortest && datagram[Flags] == 0x07 && datagram[DestinationCore] == 0xFF;

    /// <summary>Whether it is a host's command that wants a reply.</summary>
    public static bool IsRequest(ReadOnlySpan<byte> datagram) => datagram.Length >= Shortest && datagram[Flags] == 0x87 && datagram[5] == 0xFF;

    /// <summary>What a datagram is, for a trace.</summary>
    public static string Describe(ReadOnlySpan<byte> datagram) => datagram.Length < Shortest
        ? $"{datagram.Length} bytes"
        : string.Create(CultureInfo.InvariantCulture, $"#{Sequence(datagram)} {(ScpCommand)Command(datagram)}, {(IsReply(datagram) ? $"from {datagram[9]},{datagram[8]}" : $"to {datagram[7]},{datagram[6]}")}, {datagram.Length} bytes");

    public static ushort Command(ReadOnlySpan<byte> datagram) => BinaryPrimitives.ReadUInt16LittleEndian(datagram[10..]);

    public static ushort Sequence(ReadOnlySpan<byte> datagram) => BinaryPrimitives.ReadUInt16LittleEndian(datagram[12..]);

    public static uint Argument(ReadOnlySpan<byte> datagram, int index)
    {
        int at = Shortest + (index * sizeof(uint));
        return datagram.Length >= at + sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(datagram[at..]) : 0;
    }

    /// <summary>Whether a result says that the command was refused before anything of it was done.</summary>
    public static bool IsRefusal(ushort result) => result is (ushort)ScpResult.NoBuffer or (ushort)ScpResult.P2PNoReply or (ushort)ScpResult.P2PBusy;

    /// <summary>The refusal of a command, as a monitor without time for it sends it.</summary>
    public static byte[] Refuse(ReadOnlySpan<byte> request, ushort result)
    {
        byte[] reply = request[..Shortest].ToArray();
        reply[Flags] = 0x07;
        (reply[4], reply[5]) = (reply[5], reply[4]);
        (reply[6], reply[8]) = (reply[8], reply[6]);
        (reply[7], reply[9]) = (reply[9], reply[7]);
        BinaryPrimitives.WriteUInt16LittleEndian(reply.AsSpan(10), result);
        return reply;
    }

    /// <summary>Whether doing a command twice differs from doing it once, and the client cannot tell which it was.</summary>
    public static bool MustNotBeRepeated(ReadOnlySpan<byte> request)
    {
        uint first = Argument(request, 0);
        switch ((ScpCommand)Command(request))
        {
            case ScpCommand.Allocate:
                // Memory with a tag is found again by a flag of the request; what else takes or gives counts.
                bool hasRetryFlag = (first & (4u << 16)) != 0;
                return (first & 0xFF) switch
                {
                    0 => !hasRetryFlag || Argument(request, 2) == 0,
                    1 or 2 or 3 or 4 or 5 => true,
                    _ => false,
                };
            case ScpCommand.Led:
                for (int led = 0; led < 8; led++)
                {
                    if (((first >> (2 * led)) & 3) == 1)
                        return true;
                }

                return false;
            default:
                return false;
        }
    }
}
