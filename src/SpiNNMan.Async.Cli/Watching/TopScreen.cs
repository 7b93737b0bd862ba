using System.Threading.Channels;
using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>Shows a machine on a terminal, redraws it in place, and obeys keys.</summary>
internal sealed class TopScreen(Terminal terminal, TopView view, TopState state, IDetailReader? details)
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(100);

    private readonly RateHistory _history = new();
    private readonly DetailBox _details = new(details);
    private MachineLook? _look;
    private (MachineLook? Look, int Keys, IReadOnlyList<TextLine> Details, int Width, int Height)? _drawn;

    /// <summary>Shows looks until they end or the user has enough. A recording stays on the screen when it has ended, as long as there is a keyboard.</summary>
    /// <param name="looks">The looks.</param>
    /// <param name="keys">The keys; <see langword="null"/> without a keyboard.</param>
    /// <param name="stays">Whether the last look stays until the user has enough.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(IAsyncEnumerable<HealthResult> looks, ChannelReader<ConsoleKeyInfo>? keys, bool stays, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task looking = FollowAsync(looks, stop.Token);
        await terminal.OutConsole.Live(TryDraw(stop.Token)!).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            while (!state.HasEnded && !cancellationToken.IsCancellationRequested && (!looking.IsCompleted || (stays && keys is not null && looking.IsCompletedSuccessfully)))
            {
                while (keys is not null && keys.TryRead(out ConsoleKeyInfo key) && Volatile.Read(ref _look) is { } look)
                    state.Handle(key, look);

                if (TryDraw(stop.Token) is { } changed)
                    live.UpdateTarget(changed);

                await Task.Delay(s_frame, terminal.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (TryDraw(stop.Token) is { } last)
                live.UpdateTarget(last);
        });
        await stop.CancelAsync();
        try
        {
            await looking;
        }
        catch (OperationCanceledException) when (state.HasEnded)
        {
            // The user has enough.
        }
    }

    private async Task FollowAsync(IAsyncEnumerable<HealthResult> looks, CancellationToken cancellationToken)
    {
        await foreach (HealthResult health in looks.WithCancellation(cancellationToken))
        {
            var look = new MachineLook(health);
            if (_look is null)
                state.Begin(look);

            lock (_history)
                _history.Add(look);

            Volatile.Write(ref _look, look);
        }
    }

    /// <summary>Draws what is to be seen, unless that is on the screen already: a large machine takes a while.</summary>
    private Rows? TryDraw(CancellationToken cancellationToken)
    {
        Profile profile = terminal.OutConsole.Profile;
        MachineLook? look = Volatile.Read(ref _look);
        IReadOnlyList<TextLine> lines = _details.Get(state, cancellationToken);
        var seen = (look, state.Keys, lines, profile.Width, profile.Height);
        if (_drawn == seen)
            return null;

        _drawn = seen;
        lock (_history)
        {
            IReadOnlyList<TextLine> drawn = view.Draw(look, state, _history, lines, (profile.Width, profile.Height), profile.Capabilities.Unicode);
            return new Rows(drawn.Select(static line => (IRenderable)new Markup(line.Length == 0 ? " " : line.ToMarkup()) { Overflow = Overflow.Crop }));
        }
    }
}
