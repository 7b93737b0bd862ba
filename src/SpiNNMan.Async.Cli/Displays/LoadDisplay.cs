using Spectre.Console;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Displays;

/// <summary>Shows a progress bar while an application is loaded, if standard error is a terminal.</summary>
internal static class LoadDisplay
{
    /// <summary>Loads an application, and shows the progress.</summary>
    public static async Task<T> RunAsync<T>(Terminal terminal, Func<IProgress<LoadProgress>?, Task<T>> load)
    {
        if (!terminal.IsErrorTerminal)
            return await load(null);

        return await terminal.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => load(new Bar(context.AddTask("loading"))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value)
        {
            task.Description = value.Phase switch { LoadPhase.Verifying => "checking", LoadPhase.Repairing => "loading again", _ => "loading" };
            task.MaxValue = Math.Max(value.Total, 1);
            task.Value = value.Done;
        }
    }
}
