using System.Threading.Channels;

namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>The lines that wait to be sent to a client. Too many, and the client counts as gone.</summary>
/// <param name="giveUp">Cuts the connection. It is called while the laboratory may be locked.</param>
internal sealed class OutputQueue(Action giveUp)
{
    private const int MostBytes = 1 << 20;

    private readonly Channel<byte[]> _lines = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private int _waiting;

    /// <summary>Adds a line, or cuts the connection if the client reads too slowly.</summary>
    public void Add(byte[] line)
    {
        if (Interlocked.Add(ref _waiting, line.Length) <= MostBytes)
            _lines.Writer.TryWrite(line);
        else if (_lines.Writer.TryComplete())
            giveUp();
    }

    /// <summary>Ends the queue: what is in it is sent.</summary>
    public void End() => _lines.Writer.TryComplete();

    /// <summary>Sends lines until the queue ends.</summary>
    /// <exception cref="IOException">The client is gone.</exception>
    public async Task SendAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        await foreach (byte[] line in _lines.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await stream.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _waiting, -line.Length);
        }
    }
}
