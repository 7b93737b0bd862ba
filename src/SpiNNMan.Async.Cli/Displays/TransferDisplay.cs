using Spectre.Console;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Cli.Displays;

/// <summary>Shows how far a transfer is: with a progress bar, the rate and the time left if standard error is a terminal, otherwise in a line if it takes long.</summary>
internal static class TransferDisplay
{
    /// <summary>Runs a transfer, and shows the progress.</summary>
    /// <param name="terminal">The terminal to show it on.</param>
    /// <param name="description">The action, as in "reading".</param>
    /// <param name="total">The number of bytes in all.</param>
    /// <param name="transfer">The transfer. Its argument receives the progress.</param>
    public static async Task RunAsync(Terminal terminal, string description, long total, Func<IProgress<TransferProgress>, Task> transfer)
    {
        if (!terminal.IsErrorTerminal)
        {
            var tally = new Tally();
            using var notice = new WaitNotice(terminal, () => $"{char.ToUpperInvariant(description[0])}{description[1..]}: {Quantities.Bytes(tally.Done)} of {Quantities.Bytes(total)} are done");
            await transfer(tally);
            return;
        }

        await terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => transfer(new Bar(context.AddTask(Markup.Escape(description), maxValue: Math.Max(total, 1)))));
    }

    private sealed class Tally : IProgress<TransferProgress>
    {
        private long _done;

        public long Done => Interlocked.Read(ref _done);

        public void Report(TransferProgress value) => Interlocked.Exchange(ref _done, value.BytesDone);
    }

    private sealed class Bar(ProgressTask task) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => task.Value = value.BytesDone;
    }
}
