using System.Globalization;
using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>The answers.</summary>
internal static class Replies
{
    /// <summary>It was done.</summary>
    public const string Done = "OK";

    /// <summary>There is no such packet here.</summary>
    public const string Unknown = "";

    /// <summary>There is no such core.</summary>
    public const string NoCore = "E03";

    /// <summary>Nothing is there.</summary>
    public const string NoMemory = "E0e";

    /// <summary>The packet is not as it should be.</summary>
    public const string Malformed = "E16";

    private const int Interrupt = 2;
    private const int Trap = 5;

    /// <summary>Tells of a core that stands still, with the registers that a debugger wants first.</summary>
    public static string Stop(IDebugTarget target, StopEvent what, bool knowsBreakpoints)
    {
        int signal = what.Kind switch
        {
            StopKind.Requested => 0,
            StopKind.Interrupted or StopKind.Time => Interrupt,
            _ => Trap,
        };
        string reason = what.Kind switch
        {
            StopKind.SoftwareBreakpoint when knowsBreakpoints => "swbreak:;",
            StopKind.HardwareBreakpoint when knowsBreakpoints => "hwbreak:;",
            StopKind.Watchpoint => $"{WatchpointName(what.Point)}:{what.Address:x};",
            StopKind.Beginning => "replaylog:begin;",
            _ => "",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"T{signal:x2}{reason}0d:{Register(13)};0f:{Register(15)};{TargetDescription.StatusNumber:x}:{Register(16)};thread:{what.Core + 1:x};core:{what.Core:x};");

        string Register(int register) => Hex.WriteRegister(target.ReadRegister(what.Core, register));
    }

    /// <summary>A part of a document.</summary>
    public static string Part(string document, uint offset, uint length)
    {
        if (offset > document.Length) return Malformed;
        int count = (int)Math.Min(Math.Min(length, PacketReader.LongestPacket / 2), document.Length - offset);
        return string.Concat(offset + count < document.Length ? "m" : "l", document.AsSpan((int)offset, count));
    }

    private static string WatchpointName(StopPointKind kind) => kind switch
    {
        StopPointKind.ReadWatchpoint => "rwatch",
        StopPointKind.AccessWatchpoint => "awatch",
        _ => "watch",
    };
}
