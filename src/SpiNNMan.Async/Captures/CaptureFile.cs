namespace SpiNNMan.Async.Captures;

/// <summary>The file of a capture, up to its largest size. When it is full, it takes no more, or a new file begins.</summary>
internal sealed class CaptureFile : IDisposable
{
    private readonly string _path;
    private readonly byte[] _head;
    private readonly long _limit;
    private readonly bool _keepLast;
    private FileStream _stream;
    private long _written;

    /// <summary>Creates the file.</summary>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not create it.</exception>
    public CaptureFile(string path, byte[] head, long limit, bool keepLast)
    {
        _path = path;
        _head = head;
        _keepLast = keepLast;
        _limit = keepLast ? limit / 2 : limit;
        _stream = Create();
    }

    /// <summary>The file with the older half of a ring.</summary>
    private string Previous => Path.ChangeExtension(_path, $".previous{Path.GetExtension(_path)}");

    /// <summary>Writes a block.</summary>
    /// <returns>Whether there was room for it.</returns>
    public bool TryWrite(ReadOnlySpan<byte> block)
    {
        if (_written + block.Length > _limit)
        {
            if (!_keepLast)
                return false;

            _stream.Dispose();
            File.Move(_path, Previous, overwrite: true);
            _stream = Create();
        }

        _stream.Write(block);
        _written += block.Length;
        return true;
    }

    /// <summary>Hands what was written to the system, so that others can read it.</summary>
    public void Flush() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private FileStream Create()
    {
        var stream = new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
        stream.Write(_head);
        _written = _head.Length;
        return stream;
    }
}
