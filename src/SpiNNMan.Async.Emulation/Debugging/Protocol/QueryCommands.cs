using System.Globalization;
using System.Text;
using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>The questions of a debugger about the machine and the session, and the set-up of the session.</summary>
internal sealed class QueryCommands(SessionState state)
{
    private const int ThreadsInReply = 1000;

    private int _nextThread;

    private IDebugTarget Target => state.Target;

    /// <summary>Executes a packet.</summary>
    public string Execute(string packet)
    {
        int end = packet.AsSpan().IndexOfAny(':', ',');
        string name = end < 0 ? packet : packet[..end];
        ReadOnlySpan<char> arguments = end < 0 ? [] : packet.AsSpan(end + 1);
        switch (name)
        {
            case "qSupported": return Agree(arguments);
            case "QStartNoAckMode":
                state.IsWithoutAcknowledgements = true;
                return Replies.Done;
            case "QNonStop": return SetNonStop(arguments);
            case "qXfer": return Transfer(arguments);
            case "qfThreadInfo":
                _nextThread = 0;
                return Threads();
            case "qsThreadInfo": return Threads();
            case "qThreadExtraInfo": return Describe(arguments);
            case "qC": return string.Create(CultureInfo.InvariantCulture, $"QC{state.Core + 1:x}");
            case "qAttached": return "1";
            case "qSymbol": return Replies.Done;
            case "qRcmd": return Hex.Read(arguments) is { } command ? Reply(Target.Execute(state.Core, Encoding.UTF8.GetString(command))) : Replies.Malformed;
            default: return Replies.Unknown;
        }
    }

    private static string Reply(string text)
    {
        string hex = Hex.Write(text);
        return hex.Length == 0 ? Replies.Done : hex.Length <= PacketReader.LongestPacket ? hex : hex[..PacketReader.LongestPacket];
    }

    private string Agree(ReadOnlySpan<char> features)
    {
        foreach (Range range in features.Split(';'))
        {
            if (features[range] is "swbreak+") state.KnowsBreakpoints = true;
        }

        string back = Target.CanGoBack ? ";ReverseStep+;ReverseContinue+" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"PacketSize={PacketReader.LongestPacket:x};QStartNoAckMode+;qXfer:features:read+;qXfer:threads:read+;QNonStop+;vContSupported+;swbreak+;hwbreak+{back}");
    }

    private string SetNonStop(ReadOnlySpan<char> arguments)
    {
        if (arguments is not ("0" or "1")) return Replies.Malformed;
        Target.SetNonStop(arguments is "1");
        state.ForgetStops();
        return Replies.Done;
    }

    private string Transfer(ReadOnlySpan<char> arguments)
    {
        bool isRegisters = arguments.StartsWith("features:read:target.xml:", StringComparison.Ordinal);
        bool isThreads = arguments.StartsWith("threads:read::", StringComparison.Ordinal);
        if (!isRegisters && !isThreads) return arguments.StartsWith("features:read:", StringComparison.Ordinal) ? "E00" : Replies.Unknown;
        ReadOnlySpan<char> part = arguments[(arguments.LastIndexOf(':') + 1)..];
        if (!Hex.TryTake(ref part, out uint offset) || !Hex.TryTake(ref part, ',') || !Hex.TryTake(ref part, out uint length) || part.Length != 0) return Replies.Malformed;
        return Replies.Part(isRegisters ? TargetDescription.Registers : TargetDescription.Threads(Target), offset, length);
    }

    private string Threads()
    {
        int count = Math.Min(ThreadsInReply, Target.CoreCount - _nextThread);
        if (count <= 0) return "l";
        string list = string.Join(',', Enumerable.Range(_nextThread + 1, count).Select(static number => number.ToString("x", CultureInfo.InvariantCulture)));
        _nextThread += count;
        return "m" + list;
    }

    private string Describe(ReadOnlySpan<char> arguments)
    {
        if (!Hex.TryTake(ref arguments, out uint number) || arguments.Length != 0 || number == 0 || number > Target.CoreCount) return Replies.NoCore;
        int core = (int)number - 1;
        return Hex.Write($"{Target.NameOf(core)} {Target.Describe(core)}");
    }
}
