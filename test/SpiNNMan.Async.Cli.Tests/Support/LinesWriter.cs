using System.Text;
using System.Threading.Channels;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>A writer whose lines can be read while a command writes them.</summary>
internal sealed class LinesWriter : StringWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>The lines, as they come.</summary>
    public IAsyncEnumerable<string> ReadAsync(CancellationToken cancellationToken) => _lines.Reader.ReadAllAsync(cancellationToken);

    public override async Task WriteLineAsync(string? value)
    {
        await base.WriteLineAsync(value);
        _lines.Writer.TryWrite(value ?? "");
    }
}
