using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Cli.Datagrams;

/// <summary>Tells in a line what a datagram is.</summary>
internal static class DatagramText
{
    private const int LongestText = 200;

    /// <summary>The line of a datagram: its time, its ends, the core, what it says, its length, and for a reply how long it took.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="step">Its place in an exchange; <see langword="null"/> if it is in none.</param>
    /// <param name="namesHost">Whether the line names the host.</param>
    public static string LineOf(ReadDatagram datagram, ExchangeStep? step, bool namesHost)
    {
        string arrow = datagram.IsToMachine ? ">" : "<";
        string core = datagram.HasHeader ? string.Create(CultureInfo.InvariantCulture, $"  {datagram.Core.Chip.X},{datagram.Core.Chip.Y},{datagram.Core.Core}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{datagram.Datagram.Time.UtcDateTime:HH:mm:ss.ffffff} {(namesHost ? $"{datagram.Host} " : "")}{arrow} {datagram.Machine}{core}  {WordsOf(datagram, step)}, {datagram.Datagram.Data.Length} bytes{NoteOf(step)}");
    }

    /// <summary>The content of a datagram, in words.</summary>
    public static string WordsOf(ReadDatagram datagram, ExchangeStep? step) => datagram.Kind switch
    {
        DatagramKind.Request => WordsOfRequest(datagram),
        DatagramKind.Reply => WordsOfReply(datagram, step?.Exchange),
        DatagramKind.Text => $"text: {TextOf(datagram.Bytes[Math.Min(ScpMessage.OverheadSize, datagram.Bytes.Length)..])}",
        DatagramKind.Message => string.Create(CultureInfo.InvariantCulture, $"message at port {datagram.Core.Port}{EventsIn(datagram)}"),
        DatagramKind.Events => Quantities.Count(datagram.Bytes[0], "event"),
        DatagramKind.EventCommand => $"{(EieioCommand)(BinaryPrimitives.ReadUInt16LittleEndian(datagram.Bytes) & 0x3FFF)}",
        DatagramKind.Boot => WordsOfBoot(datagram),
        DatagramKind.Announcement => "waits for a boot image",
        DatagramKind.Data => "data",
        _ => "another protocol",
    };

    /// <summary>The remarks about a step: its try, its time, or that nobody awaits it. It begins with a comma.</summary>
    public static string NoteOf(ExchangeStep? step) => step switch
    {
        { Kind: ExchangeStepKind.Repeat, Exchange.Tries: var tries } => string.Create(CultureInfo.InvariantCulture, $", try {tries}"),
        { Kind: ExchangeStepKind.Reply, Exchange.Tries: var tries, RoundTrip: var time } => string.Create(CultureInfo.InvariantCulture, $", {time.TotalMilliseconds:0.000} ms after {(tries == 1 ? "the request" : $"try {tries}")}"),
        { Kind: ExchangeStepKind.RepeatedReply } => ", once more",
        { Kind: ExchangeStepKind.StrangeReply } => ", and nobody awaits it",
        _ => "",
    };

    private static string WordsOfRequest(ReadDatagram datagram)
    {
        string more = RequestText.Describe(datagram);
        return string.Create(CultureInfo.InvariantCulture, $"{RequestText.NameOf(datagram.Code, datagram.Core.Port)} #{datagram.Sequence}{(more.Length > 0 ? $": {more}" : "")}");
    }

    private static string WordsOfReply(ReadDatagram datagram, Exchange? exchange)
    {
        string to = exchange is null ? "" : $" to {RequestText.NameOf(exchange.Command, exchange.Port)}";
        string more = datagram.Code == (ushort)ScpResult.Ok && exchange is { Port: 0, Command: (ushort)ScpCommand.Version } && VersionOf(datagram) is { } version ? $": {version}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{(ScpResult)datagram.Code}{to} #{datagram.Sequence}{more}");
    }

    /// <summary>The number of the events in a message to a core, as injectors take them.</summary>
    private static string EventsIn(ReadDatagram message)
    {
        ReadOnlySpan<byte> content = message.Bytes[(SdpMessage.PadSize + SdpHeader.Size)..];
        return DatagramReader.IsEvents(content) ? $": {Quantities.Count(content[0], "event")}" : "";
    }

    /// <summary>The software in the reply to a version request; <see langword="null"/> if there is none that makes sense.</summary>
    public static string? VersionOf(ReadDatagram reply)
    {
        ReadOnlySpan<byte> payload = reply.Bytes[Math.Min(ScpMessage.SequenceOffset + 2, reply.Bytes.Length)..];
        return VersionInfo.TryParse(payload, out VersionInfo version, out _) ? PrintableText.OfLine($"{version.Name} {version.VersionText}") : null;
    }

    private static string WordsOfBoot(ReadDatagram datagram)
    {
        if (!BootMessage.TryParse(datagram.Datagram.Data, out BootMessage message, out _))
            return "boot";

        return message.Opcode switch
        {
            BootOpcode.FloodFillStart => string.Create(CultureInfo.InvariantCulture, $"boot: an image of {(long)message.Operand3 + 1} blocks follows"),
            BootOpcode.FloodFillBlock => string.Create(CultureInfo.InvariantCulture, $"boot: block {message.Operand1 & 0xFF}"),
            _ => "boot: the image is complete",
        };
    }

    private static string TextOf(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        string text = Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]).TrimEnd();
        return PrintableText.OfLine(text.Length > LongestText ? text[..LongestText] + "..." : text);
    }
}
