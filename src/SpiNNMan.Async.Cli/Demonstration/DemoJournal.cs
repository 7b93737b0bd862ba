using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Demonstration;

/// <summary>Keeps the results of the steps of a demonstration, and shows each step when it ends.</summary>
internal sealed class DemoJournal(Terminal terminal, bool isQuiet)
{
    // The mark, the name and the time of a step, with their gaps.
    private const int IndentOfOutcome = 30;

    private readonly List<DemoStepResult> _steps = [];

    /// <summary>The steps that have ended.</summary>
    public IReadOnlyList<DemoStepResult> Steps => _steps;

    /// <summary>Runs a step.</summary>
    /// <param name="name">The name of the step.</param>
    /// <param name="step">The step. It returns a text about its result.</param>
    /// <param name="cancellationToken">The token of the command. A step that ends because of it has not failed.</param>
    /// <exception cref="CommandFailedException">The step failed.</exception>
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

    /// <summary>Shows a table of the transfers.</summary>
    public void ShowTransfers(IReadOnlyList<DemoTransferResult> transfers)
    {
        if (isQuiet)
            return;

        var table = new TextTable("Transfer", "Time", "Rate", "Requests", "Resent", "Lost", "Dropped");
        foreach (DemoTransferResult transfer in transfers)
        {
            TimeSpan time = TimeSpan.FromSeconds(transfer.Seconds);
            table.AddRow(
                transfer.Name,
                Quantities.Time(time),
                Quantities.Rate(transfer.Bytes, time),
                Quantities.Count(transfer.Requests),
                Quantities.Count(transfer.Resent),
                Quantities.Count(transfer.LostDatagrams),
                Quantities.Count(transfer.BoardDroppedDatagrams));
        }

        table.WriteTo(terminal.OutConsole);
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
        HangingText.Write(
            terminal.OutConsole,
            string.Create(CultureInfo.InvariantCulture, $"[{colour}]{mark,-6}[/] {Markup.Escape(step.Name),-12} [dim]{time,8}[/]  "),
            IndentOfOutcome,
            step.Message);
    }
}
