using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Demonstration;

/// <summary>Keeps what the steps of a demonstration came to, and shows each as it ends.</summary>
internal sealed class DemoJournal(Terminal terminal, bool isQuiet)
{
    private readonly List<DemoStepResult> _steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<DemoStepResult> Steps => _steps;

    /// <summary>Runs a step.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="step">What it does; the text it returns says what came of it.</param>
    /// <param name="cancellationToken">Whether an interruption was asked for, which is no failure of the step.</param>
    /// <exception cref="CommandFailedException">It failed.</exception>
    public async Task RunAsync(string name, Func<Task<string>> step, CancellationToken cancellationToken)
    {
        long start = terminal.TimeProvider.GetTimestamp();
        try
        {
            Add(new DemoStepResult(name, Passed: true, await step(), Seconds(start)));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && Failures.TryExplain(exception, out string? explanation))
        {
            Add(new DemoStepResult(name, Passed: false, explanation, Seconds(start)));
            throw new CommandFailedException($"The demonstration failed at '{name}': {explanation}", exception);
        }
    }

    /// <summary>Shows what was moved and how fast.</summary>
    public void ShowTransfers(IReadOnlyList<DemoTransferResult> transfers)
    {
        if (isQuiet)
            return;

        Table table = Tables.OfRows("Transfer", "Time", "Rate", "Requests", "Resent", "Lost", "Dropped");
        foreach (DemoTransferResult transfer in transfers)
        {
            TimeSpan time = TimeSpan.FromSeconds(transfer.Seconds);
            table.AddRow(
                transfer.Name,
                Quantities.Time(time),
                Quantities.Rate(transfer.Bytes, time),
                Quantities.Count(transfer.Requests),
                Quantities.Count(transfer.Resent),
                Quantities.Count(transfer.Lost),
                Quantities.Count(transfer.Dropped));
        }

        Tables.Write(terminal.OutConsole, table);
        terminal.OutConsole.WriteLine("Lost: datagrams that the network lost, both ways. Dropped: by the board.");
    }

    private double Seconds(long start) => Math.Round(terminal.TimeProvider.GetElapsedTime(start).TotalSeconds, 6);

    private void Add(DemoStepResult step)
    {
        _steps.Add(step);
        if (isQuiet)
            return;

        string time = Quantities.Time(TimeSpan.FromSeconds(step.Seconds));
        string colour = step.Passed ? "green" : "red";
        string mark = step.Passed ? "ok" : "FAILED";
        terminal.OutConsole.MarkupLine(string.Create(
            CultureInfo.InvariantCulture, $"[{colour}]{mark,-6}[/] {Markup.Escape(step.Name),-12} [dim]{time,8}[/]  {Markup.Escape(step.Outcome)}"));
    }
}
