using System.Buffers.Binary;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>Tells what datagrams are, and which are the same but for their sequence numbers.</summary>
internal static class DatagramContent
{
    private const byte HostEnd = 0xFF;
    private const int ArgumentsOffset = ScpMessage.SequenceOffset + sizeof(ushort);
    private const byte SetTag = 1;

    /// <summary>Whether it is a message of a host to a machine.</summary>
    public static bool IsToMachine(ReadOnlyMemory<byte> datagram) =>
        IsBoot(datagram) || (HasHeader(datagram.Span, out SdpHeader header) && header.Source.PortAndCore == HostEnd && header.Destination.PortAndCore != HostEnd);

    /// <summary>Whether it is a part of a boot image.</summary>
    public static bool IsBoot(ReadOnlyMemory<byte> datagram) =>
        BootMessage.TryParse(datagram, out BootMessage message, out _) && message.Opcode is BootOpcode.FloodFillStart or BootOpcode.FloodFillBlock or BootOpcode.FloodFillControl;

    /// <summary>Whether it is a command that only BMPs know.</summary>
    public static bool IsForBmp(ReadOnlySpan<byte> datagram) =>
        TryReadSequence(datagram, out _) && HasHeader(datagram, out SdpHeader header) && header.Destination.Port == 0 && CommandOf(datagram) is >= ScpCommand.BmpInfo and <= ScpCommand.BmpPwm;

    /// <summary>Whether it may change the machine, so that the same question has another answer after it.</summary>
    public static bool IsChange(ReadOnlyMemory<byte> datagram)
    {
        if (IsBoot(datagram))
            return true;

        ReadOnlySpan<byte> bytes = datagram.Span;
        bool isRequest = bytes.Length >= ArgumentsOffset && HasHeader(bytes, out SdpHeader header) && header.Destination.Port == 0;
        return !isRequest || CommandOf(bytes) is not (ScpCommand.Version or ScpCommand.Read or ScpCommand.LinkRead or ScpCommand.Count or ScpCommand.ChipInfo or ScpCommand.BmpInfo);
    }

    /// <summary>The sequence number of a request or a reply.</summary>
    /// <returns>Whether it has one.</returns>
    public static bool TryReadSequence(ReadOnlySpan<byte> datagram, out ushort sequence)
    {
        bool has = datagram.Length >= ArgumentsOffset && HasHeader(datagram, out _);
        sequence = has ? BinaryPrimitives.ReadUInt16LittleEndian(datagram[ScpMessage.SequenceOffset..]) : (ushort)0;
        return has;
    }

    /// <summary>The address that a request reads from; <see langword="null"/> for other datagrams.</summary>
    public static uint? ReadAddressOf(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= ScpMessage.OverheadSize && HasHeader(datagram, out SdpHeader header) && header.Destination.Port == 0 && CommandOf(datagram) == ScpCommand.Read
            ? BinaryPrimitives.ReadUInt32LittleEndian(datagram[ArgumentsOffset..])
            : null;

    /// <summary>The bytes without what may differ from one session to the next: the sequence number and, where a tag is set, the host's own address and port.</summary>
    public static string KeyOf(ReadOnlyMemory<byte> datagram)
    {
        byte[] bytes = datagram.ToArray();
        if (!IsBoot(datagram) && HasHeader(bytes, out SdpHeader header) && (header.Flags is SdpFlags.ReplyExpected or SdpFlags.ReplyExpectedNoP2P) && bytes.Length >= ArgumentsOffset)
        {
            bytes.AsSpan(ScpMessage.SequenceOffset, sizeof(ushort)).Clear();
            if (CommandOf(bytes) == ScpCommand.IPTag && bytes.Length >= ScpMessage.OverheadSize && bytes[ArgumentsOffset + 2] == SetTag)
                bytes.AsSpan(ArgumentsOffset + sizeof(uint), 2 * sizeof(uint)).Clear();
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>The command of a request, or the result of a reply.</summary>
    public static ScpCommand CommandOf(ReadOnlySpan<byte> datagram) => (ScpCommand)BinaryPrimitives.ReadUInt16LittleEndian(datagram[ScpMessage.CommandOffset..]);

    private static bool HasHeader(ReadOnlySpan<byte> datagram, out SdpHeader header)
    {
        header = default;
        return datagram.Length >= SdpMessage.PadSize + SdpHeader.Size && SdpHeader.TryParse(datagram[SdpMessage.PadSize..], out header, out _);
    }
}
