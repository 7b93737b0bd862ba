using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Live.Receiving;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Tells about runs in lines, where there is no terminal: the rates of each second, and what happens to tags.</summary>
/// <param name="terminal">The streams.</param>
/// <param name="state">The state so far.</param>
/// <param name="tellsRates">Whether it tells the rates; standard output may be for events.</param>
internal sealed class LiveJournal(Terminal terminal, LiveState state, bool tellsRates) : ILiveDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(s_interval, terminal.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (TagEvent what in state.TakeTagEvents())
                await terminal.Error.WriteLineAsync($"warning: {what}");

            if (tellsRates && !cancellationToken.IsCancellationRequested && state.Read() is { } reading)
                await terminal.Out.WriteLineAsync(Describe(reading));
        }
    }

    private static string Describe(LiveReading reading)
    {
        IEnumerable<string> rates = reading.Labels.Zip(reading.Rates, static (label, rate) => string.Create(CultureInfo.InvariantCulture, $"{label.Label} {rate:N0}/s"));
        IReadOnlyList<string> losses = Losses.Describe(reading.Counts);
        return $"{Quantities.Time(reading.RunTime)}: {string.Join(", ", rates)}{(losses.Count > 0 ? $"; LOST {string.Join(", ", losses)}" : "")}";
    }
}
