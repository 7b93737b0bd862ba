using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Live.Receiving;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Shows runs on a terminal, and keeps the picture up to date.</summary>
internal sealed class LiveWatch : ILiveDisplay
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly Terminal _terminal;
    private readonly LiveState _state;
    private readonly LiveView _view;

    /// <param name="terminal">The terminal.</param>
    /// <param name="state">The state so far.</param>
    /// <param name="waiting">The text before the first run.</param>
    public LiveWatch(Terminal terminal, LiveState state, string waiting)
    {
        (_terminal, _state) = (terminal, state);
        _view = new LiveView(waiting, (label, width, height) => state.DrawPlot(label, width, height, terminal.OutConsole.Profile.Capabilities.Unicode));
    }

    public Task RunAsync(CancellationToken cancellationToken)
    {
        LiveReading? reading = _state.Read();
        TimeSpan read = _state.Now;
        return _terminal.OutConsole.Live(Draw(reading)).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(s_frame, _terminal.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                foreach (TagEvent what in _state.TakeTagEvents())
                    _state.Tell(what.ToString());

                if (reading is null || _state.Now - read >= s_interval || cancellationToken.IsCancellationRequested)
                {
                    reading = _state.Read();
                    read = _state.Now;
                }

                live.UpdateTarget(Draw(reading));
            }
        });
    }

    private IRenderable Draw(LiveReading? reading) => _view.Draw(reading, _state.Messages, (_terminal.OutConsole.Profile.Width, _terminal.OutConsole.Profile.Height));
}
