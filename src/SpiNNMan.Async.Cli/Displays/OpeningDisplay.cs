using Spectre.Console;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Cli.Displays;

/// <summary>Shows how far the opening of a machine is: with a progress bar if standard error is a terminal, otherwise in a line if it takes long.</summary>
internal static class OpeningDisplay
{
    /// <summary>Opens the machine of a host, and shows the progress.</summary>
    public static Task<Transceiver> OpenAsync(Terminal terminal, HostTarget host, CancellationToken cancellationToken) =>
        OpenAsync(terminal, host, new TransceiverOptions(), cancellationToken);

    /// <inheritdoc cref="OpenAsync(Terminal, HostTarget, CancellationToken)"/>
    public static async Task<Transceiver> OpenAsync(Terminal terminal, HostTarget host, TransceiverOptions options, CancellationToken cancellationToken)
    {
        if (!terminal.IsErrorTerminal)
        {
            var step = new Step();
            using var notice = new WaitNotice(terminal, () => $"Opening the machine of {host}{(step.Text is { } text ? $": {text}" : "")}");
            return await host.OpenTransceiverAsync(cancellationToken, options with { Progress = step });
        }

        return await terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(context => host.OpenTransceiverAsync(cancellationToken, options with { Progress = new Bar(context.AddTask("connecting")) }));
    }

    private sealed class Step : IProgress<TransceiverEvent>
    {
        private volatile string? _text;

        public string? Text => _text;

        public void Report(TransceiverEvent value)
        {
            if (value.Finding is null)
                _text = PrintableText.OfLine(value.Message).TrimEnd('.');
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<TransceiverEvent>
    {
        public void Report(TransceiverEvent value)
        {
            if (value.Finding is not null)
                return;

            task.Description = Markup.Escape(PrintableText.OfLine(value.Message));
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }
}
