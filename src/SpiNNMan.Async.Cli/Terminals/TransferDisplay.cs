using Spectre.Console;
using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Cli.Terminals;

/// <summary>A bar with rate and time left while bytes move, on standard error if that is a terminal.</summary>
internal static class TransferDisplay
{
    /// <summary>Runs a transfer, and shows how far it is.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="description">What is moved.</param>
    /// <param name="total">How many bytes in all.</param>
    /// <param name="transfer">The transfer; it is given whom to tell its progress.</param>
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
