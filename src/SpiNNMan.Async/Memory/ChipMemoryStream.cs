using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory;

/// <summary>A range of memory as a stream. It keeps nothing: every read and write goes to the board.</summary>
internal sealed class ChipMemoryStream(ScampConnection scamp, CoreLocation core, uint address, long length) : Stream
{
    private long _position;
    private bool _closed;

    public override bool CanRead => !_closed;

    public override bool CanSeek => !_closed;

    public override bool CanWrite => !_closed;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        int count = (int)Math.Clamp(length - _position, 0, buffer.Length);
        if (count > 0)
            await scamp.ReadMemoryAsync(core, address + (uint)_position, buffer[..count], progress: null, cancellationToken).ConfigureAwait(false);

        _position += count;
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_position + buffer.Length > length)
            throw new InvalidParameterException(nameof(buffer), buffer.Length, $"the range has only {Math.Max(length - _position, 0)} bytes left at its byte {_position}");

        await scamp.WriteMemoryAsync(core, address + (uint)_position, buffer, progress: null, cancellationToken).ConfigureAwait(false);
        _position += buffer.Length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw NoBlocking(nameof(ReadAsync));

    public override void Write(byte[] buffer, int offset, int count) => throw NoBlocking(nameof(WriteAsync));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => length,
    };

    public override void SetLength(long value) => throw new NotSupportedException("The stream is over a fixed range of memory.");

    public override void Flush()
    {
        // The data is on the board already.
    }

    protected override void Dispose(bool disposing)
    {
        _closed = true;
        base.Dispose(disposing);
    }

    private static NotSupportedException NoBlocking(string instead) => new($"This stream never blocks a thread to wait for a board: call {instead}.");
}
