using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Testing;

/// <summary>Reads requests of hosts out of datagrams, and special meanings out of requests.</summary>
internal static class RequestReader
{
    private const uint StopOperation = 5;
    private const uint RegionSignalOperation = 2;
    private const byte TagSet = 1;
    private const byte TagClear = 3;
    private const uint TagStrip = 1u << 28;
    private const uint TagReverse = 1u << 29;

    /// <summary>Reads the command and what follows it. Boards take requests without all arguments, so this does too.</summary>
    /// <returns><see langword="false"/> if the message is no command.</returns>
    public static bool TryReadCommand(in SdpMessage message, out ScpCommand command, out ushort sequence, out ScpArguments arguments, out ReadOnlyMemory<byte> data)
    {
        (command, sequence, arguments, data) = (default, 0, default, default);
        ReadOnlySpan<byte> bytes = message.Data.Span;
        if (message.Header.Destination.Port != 0 || bytes.Length < 4)
            return false;

        command = (ScpCommand)BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        sequence = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
        Span<byte> words = stackalloc byte[ScpArguments.Size];
        ReadOnlySpan<byte> rest = bytes[4..];
        rest[..Math.Min(rest.Length, words.Length)].CopyTo(words);
        arguments = ScpArguments.Read(words);
        data = message.Data.Length > 4 + ScpArguments.Size ? message.Data[(4 + ScpArguments.Size)..] : default;
        return true;
    }

    public static ReceivedSignal? Signal(ReceivedRequest request)
    {
        (uint type, uint word, _) = request.Arguments;
        bool isSignal = !request.IsBmp && request.Command switch
        {
            ScpCommand.Signal when (SignalType)type is SignalType.PointToPoint => ((word >> 22) & 0xF) == RegionSignalOperation,
            ScpCommand.Signal => true,
            ScpCommand.NearestNeighbourPacket => word >> 28 == StopOperation,
            _ => false,
        };
        return isSignal ? new ReceivedSignal(request, (byte)word, (Signal)((word >> 16) & 0xF), (byte)(word >> 8)) : null;
    }

    public static ReceivedTransfer? Transfer(ReceivedRequest request, ScpCommand command) => request.Command == command && !request.IsBmp
        ? new ReceivedTransfer(request, request.Destination, request.Arguments.First, (int)Math.Min(request.Arguments.Second, int.MaxValue))
        : null;

    public static ReceivedTag? Tag(ReceivedRequest request)
    {
        (uint word, uint second, uint third) = request.Arguments;
        byte operation = (byte)(word >> 16);
        if (request.Command is not ScpCommand.IPTag || request.IsBmp || operation is not (TagSet or TagClear))
            return null;

        Span<byte> address = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(address, third);
        IPEndPoint? target = operation == TagSet ? new IPEndPoint(new IPAddress(address), (ushort)second) : null;
        return new ReceivedTag(request, request.Board, (byte)word, target, (word & TagReverse) != 0, (word & TagStrip) != 0);
    }
}
