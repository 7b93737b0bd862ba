using SpiNNMan.Async.Captures;

namespace SpiNNMan.Async.Cli.Datagrams;

/// <summary>Prints datagrams as they come and go, one a line.</summary>
internal sealed class DatagramPrinter(TextWriter writer)
{
    private readonly DatagramReader _reader = new();
    private readonly ExchangeBook _book = new();

    /// <summary>Prints a datagram. Only one caller at a time may do so.</summary>
    public void Print(CapturedDatagram datagram)
    {
        ReadDatagram read = _reader.Read(datagram);
        ExchangeStep? step = read.Kind is DatagramKind.Request or DatagramKind.Reply ? _book.Follow(read) : null;
        writer.WriteLine(DatagramText.LineOf(read, step, namesHost: false));
    }
}
