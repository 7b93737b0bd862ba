using System.Text;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>A writer with a task that ends when the first line is written.</summary>
internal sealed class WatchedWriter : StringWriter
{
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> FirstLine => _firstLine.Task;

    public override Encoding Encoding => Encoding.UTF8;

    public override async Task WriteLineAsync(string? value)
    {
        await base.WriteLineAsync(value);
        _firstLine.TrySetResult(value ?? "");
    }
}
