using System.Text;

namespace SpiNNMan.Async.Cli.Tests.Support;

/// <summary>A writer that runs an action when a text is written.</summary>
internal sealed class StoppingWriter : StringWriter
{
    private readonly Dictionary<string, Action> _actions = new(StringComparer.Ordinal);

    public StoppingWriter(string text, CancellationTokenSource stop) => On(text, stop.Cancel);

    public override Encoding Encoding => Encoding.UTF8;

    public void On(string text, Action action) => _actions.Add(text, action);

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override void Write(string? value)
    {
        base.Write(value);
        foreach (string text in _actions.Keys.Where(ToString().Contains).ToArray())
        {
            _actions.Remove(text, out Action? action);
            action!();
        }
    }
}
