using System.Text;
using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>Registers, memory, and stop points.</summary>
internal sealed class DataCommands(SessionState state)
{
    private const int Registers = 17;
    private const int LongestRead = PacketReader.LongestPacket / 2;

    private IDebugTarget Target => state.Target;

    /// <summary>Executes a packet.</summary>
    public string Execute(ReadOnlySpan<char> packet)
    {
        ReadOnlySpan<char> arguments = packet[1..];
        return packet[0] switch
        {
            'g' => ReadAll(arguments),
            'G' => WriteAll(arguments),
            'p' => Read(arguments),
            'P' => Write(arguments),
            'm' => ReadMemory(arguments),
            'M' => WriteMemory(arguments, isBinary: false),
            'X' => WriteMemory(arguments, isBinary: true),
            'Z' => SetPoint(arguments, isSet: true),
            _ => SetPoint(arguments, isSet: false),
        };
    }

    private static uint FromWire(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private string ReadAll(ReadOnlySpan<char> arguments)
    {
        if (arguments.Length != 0) return Replies.Malformed;
        var text = new StringBuilder();
        for (int register = 0; register < Registers; register++) text.Append(Hex.WriteRegister(Target.ReadRegister(state.Core, register)));
        return text.ToString();
    }

    private string WriteAll(ReadOnlySpan<char> arguments)
    {
        if (Hex.Read(arguments) is not { Length: 4 * Registers } bytes) return Replies.Malformed;

        // The status first: it says which registers the others are.
        Target.WriteRegister(state.Core, 16, FromWire(bytes.AsSpan(64)));
        for (int register = 0; register < 16; register++) Target.WriteRegister(state.Core, register, FromWire(bytes.AsSpan(4 * register)));
        return Replies.Done;
    }

    private string Read(ReadOnlySpan<char> arguments)
    {
        if (!Hex.TryTake(ref arguments, out uint number) || arguments.Length != 0) return Replies.Malformed;
        int register = TargetDescription.RegisterOf(number);
        return register < 0 ? Replies.Malformed : Hex.WriteRegister(Target.ReadRegister(state.Core, register));
    }

    private string Write(ReadOnlySpan<char> arguments)
    {
        if (!Hex.TryTake(ref arguments, out uint number) || !Hex.TryTake(ref arguments, '=') || Hex.Read(arguments) is not { Length: 4 } bytes) return Replies.Malformed;
        int register = TargetDescription.RegisterOf(number);
        if (register < 0) return Replies.Malformed;
        Target.WriteRegister(state.Core, register, FromWire(bytes));
        return Replies.Done;
    }

    private string ReadMemory(ReadOnlySpan<char> arguments)
    {
        if (!Hex.TryTake(ref arguments, out uint address) || !Hex.TryTake(ref arguments, ',') || !Hex.TryTake(ref arguments, out uint length) || arguments.Length != 0)
            return Replies.Malformed;
        byte[] bytes = new byte[Math.Min(length, LongestRead)];
        int count = Target.ReadMemory(state.Core, address, bytes);
        return count == 0 && length > 0 ? Replies.NoMemory : Hex.Write(bytes.AsSpan(0, count));
    }

    private string WriteMemory(ReadOnlySpan<char> arguments, bool isBinary)
    {
        if (!Hex.TryTake(ref arguments, out uint address) || !Hex.TryTake(ref arguments, ',') || !Hex.TryTake(ref arguments, out uint length) || !Hex.TryTake(ref arguments, ':'))
            return Replies.Malformed;
        byte[]? bytes = isBinary ? Encoding.Latin1.GetBytes(arguments.ToArray()) : Hex.Read(arguments);
        if (bytes is null || bytes.Length != length) return Replies.Malformed;
        return Target.WriteMemory(state.Core, address, bytes) == bytes.Length ? Replies.Done : Replies.NoMemory;
    }

    private string SetPoint(ReadOnlySpan<char> arguments, bool isSet)
    {
        bool isWhole = Hex.TryTake(ref arguments, out uint kind) & Hex.TryTake(ref arguments, ',') & Hex.TryTake(ref arguments, out uint address) & Hex.TryTake(ref arguments, ',') &
            Hex.TryTake(ref arguments, out uint length);
        if (!isWhole) return Replies.Malformed;
        if (kind > (uint)StopPointKind.AccessWatchpoint) return Replies.Unknown;
        if (kind > (uint)StopPointKind.HardwareBreakpoint && length == 0) return Replies.Malformed;
        var point = new StopPoint((StopPointKind)kind, address, length);
        if (isSet) Target.Add(point);
        else Target.Remove(point);
        return Replies.Done;
    }
}
