namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>A stream to a file that fails as the system does.</summary>
/// <param name="error">The number of the error.</param>
internal sealed class FailingStream(int error) : MemoryStream
{
    public override void Write(byte[] buffer, int offset, int count) => throw FailingWriter.ErrorOf(error);

    public override void Write(ReadOnlySpan<byte> buffer) => throw FailingWriter.ErrorOf(error);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw FailingWriter.ErrorOf(error);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw FailingWriter.ErrorOf(error);
}
