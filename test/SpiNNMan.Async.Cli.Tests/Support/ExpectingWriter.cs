using System.Text;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>Tells when a line was written, and when a certain text was.</summary>
internal sealed class ExpectingWriter(string expected) : StringWriter
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the first line.</summary>
    public Task FirstLine => _first.Task;

    /// <summary>Ends when the text is there.</summary>
    public Task Expected => _found.Task;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        base.Write(value);
        Look();
    }

    public override void Write(string? value)
    {
        base.Write(value);
        Look();
    }

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        Look();
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    private void Look()
    {
        string text = ToString();
        if (text.Contains('\n', StringComparison.Ordinal))
            _first.TrySetResult();
        if (text.Contains(expected, StringComparison.Ordinal))
            _found.TrySetResult();
    }
}
