using System.Threading.Channels;

namespace SpiNNMan.Async.Spalloc.Tests.Support;

/// <summary>One end of a connection within this process. What is written arrives after a while of the clock, in pieces of the size that one likes.</summary>
internal sealed class DuplexStream : Stream
{
    private readonly Channel<byte[]> _inbox = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly TimeProvider _time;
    private readonly TimeSpan _latency;
    private readonly int _pieces;
    private DuplexStream _peer = null!;
    private byte[] _rest = [];
    private bool _isClosed;

    private DuplexStream(TimeProvider time, TimeSpan latency, int pieces)
    {
        _time = time;
        _latency = latency;
        _pieces = pieces;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static (DuplexStream One, DuplexStream Other) Pair(TimeProvider time, TimeSpan latency, int pieces = int.MaxValue)
    {
        var one = new DuplexStream(time, latency, pieces);
        var other = new DuplexStream(time, latency, pieces);
        one._peer = other;
        other._peer = one;
        return (one, other);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.Length == 0)
        {
            try
            {
                _rest = await _inbox.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                return 0;
            }
        }

        int length = Math.Min(buffer.Length, _rest.Length);
        _rest.AsMemory(0, length).CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isClosed || _peer._isClosed)
            throw new IOException("The connection is closed.");

        foreach (byte[] piece in buffer.ToArray().Chunk(_pieces))
            Later(() => _peer._inbox.Writer.TryWrite(piece));

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the connection for both.</summary>
    public void Break()
    {
        Later(() => _peer._inbox.Writer.TryComplete());
        _isClosed = true;
        _inbox.Writer.TryComplete();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
            Break();

        base.Dispose(disposing);
    }

    private void Later(Action act)
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                act();
            },
            null,
            _latency,
            Timeout.InfiniteTimeSpan);
    }
}
