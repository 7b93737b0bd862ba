using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Commands.Routing;

/// <summary><c>spinnman counters HOST [-- COMMAND]</c>: shows the counters of routers, or how they changed while a command ran.</summary>
internal sealed class CountersCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "A command to run, after --: what is counted meanwhile is shown, and the command's exit code is that of spinnman.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _dropped = new("--dropped") { Description = "Show only packets that were dropped." };

    private readonly PictureOptions _pictures;
    private readonly Command _definition;
    private readonly Terminal _terminal;

    private CountersCommand(Terminal terminal)
    {
        _terminal = terminal;
        _command.RequireText();
        _definition = new Command("counters", "Show what the routers of a machine counted, in all or while a command ran.") { _host, _command, _dropped };
        _pictures = PictureOptions.AddTo(_definition);
        _definition.SetAction(RunAsync);
    }

    public static Command Create(Terminal terminal) => new CountersCommand(terminal)._definition;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        _pictures.RequireWritable(parsed);
        string[] command = parsed.GetValue(_command) ?? [];
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        PartialResult<IReadOnlyDictionary<ChipLocation, RouterDiagnostics>> before = await ReadAsync(transceiver, chips: null, cancellationToken);
        SpinnakerException? error = before.Error;
        int exitCode = ExitCodes.Success;
        CounterResult[] counts;
        if (command.Length > 0)
        {
            exitCode = await ChildCommand.RunAsync(command, variables: null, cancellationToken);
            PartialResult<IReadOnlyDictionary<ChipLocation, RouterDiagnostics>> after = await ReadAsync(transceiver, before.Value.Keys, cancellationToken);
            error ??= after.Error;
            counts = [.. RouterCounterChange.Between(before.Value, after.Value).Select(static chip => CounterResult.From(chip.Key, [.. chip.Value.Counts]))];
        }
        else
        {
            counts = [.. before.Value.Select(static chip => CounterResult.From(chip.Key, [.. chip.Value.Counters]))];
        }

        bool droppedOnly = parsed.GetValue(_dropped);
        await _pictures.WriteAsync(parsed, () => CounterScenes.Draw($"{parsed.GetRequiredValue(_host)}: packets that routers {(droppedOnly ? "dropped" : "took")}", transceiver.Machine, counts, droppedOnly), cancellationToken);
        await ShowAsync([.. counts.OrderBy(static chip => chip.X).ThenBy(static chip => chip.Y)], droppedOnly, parsed.WantsJson());
        if (error is null)
            return exitCode;

        // If the command failed, its exit code matters more than chips that did not answer.
        exitCode = exitCode == ExitCodes.Success ? ExitCodes.Failure : exitCode;
        await _terminal.WriteErrorAsync(error.Message.ReplaceLineEndings(" "), ErrorKinds.Of(error), exitCode);
        return exitCode;
    }

    private async Task<PartialResult<IReadOnlyDictionary<ChipLocation, RouterDiagnostics>>> ReadAsync(Transceiver transceiver, IEnumerable<ChipLocation>? chips, CancellationToken cancellationToken)
    {
        using WaitNotice notice = _terminal.WaitFor("Waiting for chips to answer about their counters");
        return await PartialResult.FromAsync(transceiver.Routing.GetDiagnosticsAsync(chips, cancellationToken));
    }

    private async Task ShowAsync(CounterResult[] chips, bool droppedOnly, bool json)
    {
        int[] shown = [.. Enumerable.Range(0, RouterDiagnostics.CounterCount)
            .Where(counter => !droppedOnly || CounterResult.IsDropped(counter))
            .Where(counter => json || chips.Any(chip => chip.Counts[counter] != 0))];
        if (json)
        {
            foreach (CounterResult chip in chips)
                await _terminal.WriteJsonAsync(chip, CliJson.Default.CounterResult);

            return;
        }

        CounterResult[] counting = [.. chips.Where(chip => shown.Any(counter => chip.Counts[counter] != 0))];
        if (counting.Length == 0)
        {
            await _terminal.Out.WriteLineAsync(droppedOnly ? "Nothing was dropped." : "Nothing was counted.");
            return;
        }

        var table = new TextTable(["Chip", .. shown.Select(static counter => ((RouterRegister)counter).ToString())]);
        foreach (CounterResult chip in counting)
            table.AddRow([string.Create(CultureInfo.InvariantCulture, $"{chip.X},{chip.Y}"), .. shown.Select(counter => new Cell(Quantities.Count(chip.Counts[counter])))]);

        table.AddRow(["all", .. shown.Select(counter => new Cell(Quantities.Count(counting.Sum(chip => (long)chip.Counts[counter]))))]);
        table.WriteTo(_terminal.OutConsole);
    }
}
