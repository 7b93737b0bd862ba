using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Demonstration;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Tools;

/// <summary><c>spinnman demo</c>: shows everything that a host does with a board, on a virtual board.</summary>
internal static class DemoCommand
{
    private const int DefaultBytes = 4 << 20;

    public static Command Create(Terminal terminal)
    {
        var bytes = new Option<int?>("--bytes")
        {
            Description = "How many bytes to write to the chips, and read back, in all. [default: 4M]",
            HelpName = "N",
            CustomParser = static result => Numbers.ParseLength(result, 1024, 256 << 20),
        };
        var seed = new Option<ulong>("--seed") { Description = "What losses are drawn from.", HelpName = "N" };
        seed.RequireWithin(0UL, ulong.MaxValue);
        var command = new Command("demo", "Boot a virtual board, move memory, exchange messages, switch power: everything, without hardware, in seconds.") { bytes, seed };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(terminal, parsed.GetValue(seed), parsed.GetValue(bytes) ?? DefaultBytes, parsed.WantsJson(), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, ulong seed, int bytes, bool json, CancellationToken cancellationToken)
    {
        long start = terminal.TimeProvider.GetTimestamp();
        var journal = new DemoJournal(terminal, isQuiet: json);
        IReadOnlyList<DemoTransferResult> transfers = [];
        bool passed = false;
        try
        {
            transfers = await new Demo(terminal, journal, seed, bytes).RunAsync(cancellationToken);
            passed = true;
        }
        finally
        {
            TimeSpan time = terminal.TimeProvider.GetElapsedTime(start);
            if (json && !cancellationToken.IsCancellationRequested)
                await terminal.WriteJsonAsync(new DemoResult(passed, Math.Round(time.TotalSeconds, 3), journal.Steps, transfers), CliJson.Default.DemoResult);
        }

        journal.ShowTransfers(transfers);
        if (!json)
            await terminal.Out.WriteLineAsync($"Everything held, in {Quantities.Time(terminal.TimeProvider.GetElapsedTime(start))}.");

        return ExitCodes.Success;
    }
}
