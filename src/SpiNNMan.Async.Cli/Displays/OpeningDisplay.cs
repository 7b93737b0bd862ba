using Spectre.Console;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Displays;

/// <summary>Shows a progress bar while a machine is opened, if standard error is a terminal.</summary>
internal static class OpeningDisplay
{
    /// <summary>Opens the machine of a host, and shows the progress.</summary>
    public static Task<Transceiver> OpenAsync(Terminal terminal, HostTarget host, TransceiverOptions options, CancellationToken cancellationToken)
    {
        if (!terminal.IsErrorTerminal)
            return host.OpenTransceiverAsync(cancellationToken, options);

        return terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(context => host.OpenTransceiverAsync(cancellationToken, options with { Progress = new Bar(context.AddTask("connecting")) }));
    }

    private sealed class Bar(ProgressTask task) : IProgress<TransceiverEvent>
    {
        public void Report(TransceiverEvent value)
        {
            if (value.Finding is not null)
                return;

            task.Description = Output.Tables.Cell(value.Message);
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }
}
