using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>Writes a machine again and again, one frame below the other: for output that is no terminal.</summary>
internal sealed class TopFrames(Terminal terminal, TopView view, TopState state)
{
    // Lines in files may have any length, but a picture should fit a screen.
    private const int Width = 160;

    private readonly RateHistory _history = new();
    private bool _isFirst = true;

    /// <summary>Writes a frame.</summary>
    public async Task WriteAsync(HealthResult health)
    {
        var look = new MachineLook(health);
        if (_isFirst)
            state.Begin(look);
        else
            await terminal.Out.WriteLineAsync();

        _isFirst = false;
        _history.Add(look);
        foreach (TextLine line in view.Draw(look, state, _history, [], (Width, null), hasUnicode: true))
            await terminal.Out.WriteLineAsync(line.ToString());

        await terminal.Out.FlushAsync(CancellationToken.None);
    }
}
