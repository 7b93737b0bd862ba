namespace SpiNNMan.Async.Spalloc.Classic;

/// <summary>Cuts a stream into lines, however their bytes arrive. Empty lines are left out.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>The list of jobs of a large machine is some hundred kilobytes.</summary>
    private const int LongestLine = 64 << 20;

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private int _searched;

    /// <summary>The next line without its end, to be used before the next call; <see langword="null"/> at the end of the stream. What stands there without an end of line is lost.</summary>
    /// <exception cref="IOException">The stream failed, or a line is far too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (TryTake(out ReadOnlyMemory<byte> line))
            {
                if (line.Length > 0)
                    return line;
            }

            MakeRoom();
            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return null;

            _end += read;
        }
    }

    private bool TryTake(out ReadOnlyMemory<byte> line)
    {
        int length = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (length < 0)
        {
            _searched = _end;
            line = default;
            return false;
        }

        int end = _searched + length;
        line = _buffer.AsMemory(_start, end - _start);
        if (line.Length > 0 && line.Span[^1] == (byte)'\r')
            line = line[..^1];

        _start = _searched = end + 1;
        return true;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _searched -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length)
            return;

        if (_buffer.Length >= LongestLine)
            throw new IOException($"A line is longer than {LongestLine} bytes.");

        Array.Resize(ref _buffer, 2 * _buffer.Length);
    }
}
