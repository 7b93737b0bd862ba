using System.Text;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>A writer to a file that fails as the system does.</summary>
/// <param name="error">The number of the error.</param>
internal sealed class FailingWriter(int error) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>The error of the system.</summary>
    public static IOException ErrorOf(int number) => new(number == 28 ? "No space left on device" : "Broken pipe", number);

    public override void Write(char value) => throw ErrorOf(error);

    public override void Write(string? value) => throw ErrorOf(error);

    public override Task WriteAsync(string? value) => throw ErrorOf(error);

    public override Task WriteLineAsync(string? value) => throw ErrorOf(error);

    public override string ToString() => "";
}
