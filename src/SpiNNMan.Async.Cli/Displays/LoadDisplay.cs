using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Displays;

/// <summary>Shows how far the loading of an application is: with a progress bar if standard error is a terminal, otherwise in a line if it takes long.</summary>
internal static class LoadDisplay
{
    /// <summary>Loads an application, and shows the progress.</summary>
    public static async Task<T> RunAsync<T>(Terminal terminal, Func<IProgress<LoadProgress>, Task<T>> load)
    {
        if (!terminal.IsErrorTerminal)
        {
            var step = new Step();
            using var notice = new WaitNotice(terminal, () => step.Text);
            return await load(step);
        }

        return await terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => load(new Bar(context.AddTask("loading"))));
    }

    private static string Describe(LoadPhase phase) => phase switch { LoadPhase.Verifying => "checking", LoadPhase.Repairing => "loading again", _ => "loading" };

    private sealed class Step : IProgress<LoadProgress>
    {
        private volatile string _text = "Loading the application";

        public string Text => _text;

        public void Report(LoadProgress value) =>
            _text = string.Create(CultureInfo.InvariantCulture, $"Loading the application: {Describe(value.Phase)}, {value.Done} of {Math.Max(value.Total, 1)} are done");
    }

    private sealed class Bar(ProgressTask task) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value)
        {
            task.Description = Describe(value.Phase);
            task.MaxValue = Math.Max(value.Total, 1);
            task.Value = value.Done;
        }
    }
}
