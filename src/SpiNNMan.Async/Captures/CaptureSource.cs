namespace SpiNNMan.Async.Captures;

/// <summary>Reads a capture piece by piece, and knows where it is.</summary>
internal sealed class CaptureSource(Stream stream)
{
    /// <summary>The greatest size of a block or packet. Larger sizes are damage.</summary>
    public const uint MaxBlock = 16 << 20;

    /// <summary>The place of the next byte in the file.</summary>
    public long Position { get; private set; }

    /// <summary>Reads so many bytes.</summary>
    /// <returns>Whether there were as many.</returns>
    public bool TryRead(int length, out ReadOnlyMemory<byte> bytes)
    {
        var buffer = new byte[length];
        int read = stream.ReadAtLeast(buffer, length, throwOnEndOfStream: false);
        Position += read;
        bytes = buffer;
        return read == length;
    }
}
