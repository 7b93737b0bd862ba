using Spectre.Console;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Cli.Displays;

/// <summary>Shows a progress bar with the rate and the time left while bytes are transferred, if standard error is a terminal.</summary>
internal static class TransferDisplay
{
    /// <summary>Runs a transfer, and shows the progress.</summary>
    /// <param name="terminal">The terminal to show it on.</param>
    /// <param name="description">The text beside the bar.</param>
    /// <param name="total">The number of bytes in all.</param>
    /// <param name="transfer">The transfer. Its argument receives the progress; it is <see langword="null"/> if the progress is not shown.</param>
    public static Task RunAsync(Terminal terminal, string description, long total, Func<IProgress<TransferProgress>?, Task> transfer)
    {
        if (!terminal.IsErrorTerminal)
            return transfer(null);

        return terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => transfer(new Bar(context.AddTask(Markup.Escape(description), maxValue: Math.Max(total, 1)))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => task.Value = value.BytesDone;
    }
}
