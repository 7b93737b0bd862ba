using System.Globalization;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Shows what a virtual machine does where no picture can be shown: a line for each event, and every ten seconds a line with the counters if they have changed.</summary>
internal sealed class MachineJournal(Terminal terminal, VirtualMachine machine)
{
    private const int MostEventsAtOnce = 20;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    /// <summary>Writes lines until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Task counts = WriteCountsAsync(cancellationToken);
        await WriteEventsAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await counts.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WriteEventsAsync(CancellationToken cancellationToken)
    {
        TimeSpan second = default;
        int inSecond = 0;
        await foreach (MachineEvent happened in machine.WatchAsync(cancellationToken))
        {
            // Hundreds of cores may start at the same time.
            if (happened.At - second > TimeSpan.FromSeconds(1))
                (second, inSecond) = (happened.At, 0);

            if (inSecond++ < MostEventsAtOnce)
                await terminal.Error.WriteLineAsync(EventLines.Describe(happened));
            else if (inSecond == MostEventsAtOnce + 1)
                await terminal.Error.WriteLineAsync("             and more in this second");
        }
    }

    private async Task WriteCountsAsync(CancellationToken cancellationToken)
    {
        DeviceStatistics before = SumCounters();
        using var timer = new PeriodicTimer(s_interval, terminal.TimeProvider);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            DeviceStatistics now = SumCounters();
            if (now.Received != before.Received || now.Sent != before.Sent)
                await terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{MachineConsole.CountStates(machine)}; {BoardCounters.Describe(now)}"));

            before = now;
        }
    }

    private DeviceStatistics SumCounters() => BoardCounters.Sum(machine.Boards.Select(static board => board.Statistics));
}
