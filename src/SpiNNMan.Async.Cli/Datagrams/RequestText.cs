using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Datagrams;

/// <summary>Tells in a few words what a request asks for.</summary>
internal static class RequestText
{
    private const int ArgumentsOffset = ScpMessage.SequenceOffset + 2;
    private const uint Reverse = 0x2000_0000;
    private const uint Strips = 0x1000_0000;
    private const uint UsesSender = 0x4000_0000;
    private const int SetTag = 1;
    private const uint AllCores = 0x3FFFF;

    private static readonly string[] s_units = ["byte", "half word", "word"];
    private static readonly string[] s_tagOperations = ["new", "set", "get", "clear", "timeout of"];
    private static readonly string[] s_allocations =
    [
        "SDRAM", "free SDRAM at an address", "free SDRAM of an application", "routing entries", "free routing entries at an index", "free routing entries of an application", "SDRAM that is free", "SDRAM with a tag",
    ];

    private static readonly string[] s_routerOperations = ["clear", "load one entry", "load", "fixed route"];

    /// <summary>The name of a command at an SDP port.</summary>
    public static string NameOf(ushort command, byte port) => port == 0 && Enum.IsDefined((ScpCommand)command)
        ? ((ScpCommand)command).ToString()
        : string.Create(CultureInfo.InvariantCulture, $"command {command}{(port == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" of port {port}"))}");

    /// <summary>The arguments of a request, after the name of its command.</summary>
    /// <returns>Empty if there is no more to say.</returns>
    public static string Describe(ReadDatagram request)
    {
        ReadOnlySpan<byte> bytes = request.Bytes;
        if (bytes.Length < ScpMessage.OverheadSize)
            return "too short for its arguments";
        if (request.Core.Port != 0)
            return "";

        uint one = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ArgumentsOffset..]);
        uint two = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(ArgumentsOffset + 4)..]);
        uint three = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(ArgumentsOffset + 8)..]);
        FormattableString? text = (ScpCommand)request.Code switch
        {
            ScpCommand.Read => $"{two} bytes from 0x{one:X8} by {Named(s_units, three)}",
            ScpCommand.Write => $"{two} bytes to 0x{one:X8} by {Named(s_units, three)}",
            ScpCommand.Fill => $"{three} bytes from 0x{one:X8} with 0x{two:X8}",
            ScpCommand.LinkRead => $"{two} bytes from 0x{one:X8} over link or FPGA {three}",
            ScpCommand.LinkWrite => $"{two} bytes to 0x{one:X8} over link or FPGA {three}",
            ScpCommand.ApplicationRun => $"application {one >> 24} on {Cores(one)}",
            ScpCommand.ApplicationCopyRun => $"{two} bytes over link {one & 7}, application {three >> 24} on {Cores(three)}",
            ScpCommand.NearestNeighbourPacket => $"{Neighbour(one, two)}",
            ScpCommand.Signal => $"{SignalOf(one, two)}",
            ScpCommand.FloodFillData => $"block {(two >> 16) & 0xFF} of flood fill {one & 0xFF} to 0x{three:X8}",
            ScpCommand.IPTag => $"{Tag(one, two, three)}",
            ScpCommand.Allocate => $"{Named(s_allocations, one & 0xFF)}, application {(one >> 8) & 0xFF}, 0x{two:X}",
            ScpCommand.Router => $"{Named(s_routerOperations, one & 0xFF)}, application {(one >> 8) & 0xFF}",
            ScpCommand.BmpInfo => $"kind {one}",
            ScpCommand.BmpPower => $"boards 0x{two:X} {((one & 0xFFFF) == 0 ? "off" : "on")}",
            _ => null,
        };
        return text is null ? "" : text.ToString(CultureInfo.InvariantCulture);
    }

    private static string Named(string[] names, uint value) => value < names.Length ? names[value] : value.ToString(CultureInfo.InvariantCulture);

    private static string Cores(uint mask) => BitOperations.PopCount(mask & AllCores) is 1 and var one
        ? string.Create(CultureInfo.InvariantCulture, $"core {BitOperations.TrailingZeroCount(mask & AllCores) * one}")
        : string.Create(CultureInfo.InvariantCulture, $"{BitOperations.PopCount(mask & AllCores)} cores");

    private static string Neighbour(uint one, uint two) => (one >> 24) switch
    {
        6 => string.Create(CultureInfo.InvariantCulture, $"flood fill {(one >> 16) & 0xFF} begins, {(one >> 8) & 0xFF} blocks"),
        15 => string.Create(CultureInfo.InvariantCulture, $"flood fill {one & 0xFF} ends, application {two >> 24} on {Cores(two)}"),
        0 => $"{(Signal)((two >> 16) & 0xFF)} to application {(two & 0xFF).ToString(CultureInfo.InvariantCulture)}",
        var kind => string.Create(CultureInfo.InvariantCulture, $"kind {kind}"),
    };

    private static string SignalOf(uint one, uint two)
    {
        string application = string.Create(CultureInfo.InvariantCulture, $"application {two & 0xFF}");
        return one == 1 && ((two >> 20) & 0xF) != 0 ? $"count of cores in state {(CoreState)((two >> 16) & 0xF)} of {application}" : $"{(Signal)((two >> 16) & 0xFF)} to {application}";
    }

    private static string Tag(uint one, uint two, uint three)
    {
        uint operation = (one >> 16) & 0xFF;
        string text = string.Create(CultureInfo.InvariantCulture, $"{Named(s_tagOperations, operation)} tag {one & 0xFF}");
        if (operation != SetTag)
            return text;
        if ((one & Reverse) != 0)
            return string.Create(CultureInfo.InvariantCulture, $"{text}, port {two & 0xFFFF} to {(two >> 24) & 0xFF},{(two >> 16) & 0xFF},{(one >> 8) & 0x1F}");

        string to = (one & UsesSender) != 0
            ? "the sender"
            : string.Create(CultureInfo.InvariantCulture, $"{three & 0xFF}.{(three >> 8) & 0xFF}.{(three >> 16) & 0xFF}.{three >> 24}:{two & 0xFFFF}");
        return $"{text} to {to}{((one & Strips) != 0 ? ", without SDP headers" : "")}";
    }
}
