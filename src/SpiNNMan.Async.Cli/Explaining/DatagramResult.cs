using System.Globalization;
using SpiNNMan.Async.Cli.Datagrams;
using SpiNNMan.Async.Cli.Output;

namespace SpiNNMan.Async.Cli.Explaining;

/// <summary>A datagram of a capture, as JSON.</summary>
/// <param name="Packet">The number of its packet in the file.</param>
/// <param name="Time">When it was captured.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="DatagramKind">The kind.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Message">The content, in words.</param>
internal sealed record DatagramResult(int Packet, string Time, string From, string To, string DatagramKind, int Bytes, string Message)
{
    public int? X { get; init; }

    public int? Y { get; init; }

    public int? Core { get; init; }

    public string? ScpCommand { get; init; }

    public string? ScpResult { get; init; }

    public int? Sequence { get; init; }

    public int? Try { get; init; }

    public double? RoundTripMicroseconds { get; init; }

    public static DatagramResult Of(ReadDatagram datagram, ExchangeStep? step)
    {
        var result = new DatagramResult(
            datagram.Datagram.Frame,
            datagram.Datagram.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            datagram.Datagram.From.ToString(),
            datagram.Datagram.To.ToString(),
            JsonNames.Of(datagram.Kind),
            datagram.Datagram.Data.Length,
            DatagramText.WordsOf(datagram, step) + DatagramText.NoteOf(step));
        if (datagram.HasHeader)
            result = result with { X = datagram.Core.Chip.X, Y = datagram.Core.Chip.Y, Core = datagram.Core.Core };
        if (step is not { } part)
            return result;

        bool isReply = datagram.Kind == Datagrams.DatagramKind.Reply;
        return result with
        {
            ScpCommand = part.Exchange is { } exchange ? RequestText.NameOf(exchange.Command, exchange.Port) : null,
            ScpResult = isReply ? JsonNames.Of((Wire.Scp.ScpResult)datagram.Code) : null,
            Sequence = datagram.Sequence,
            Try = part.Exchange?.Tries,
            RoundTripMicroseconds = isReply && part.Exchange is not null ? part.RoundTrip.TotalMicroseconds : null,
        };
    }
}
