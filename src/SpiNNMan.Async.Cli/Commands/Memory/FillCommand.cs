using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results.Transfers;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary><c>spinnman fill HOST X,Y ADDRESS LENGTH [WORD]</c>: fills memory with a word.</summary>
internal sealed class FillCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<CoreLocation> _core = MemoryArguments.CreateCore();
    private readonly Argument<uint> _address = MemoryArguments.CreateAddress();
    private readonly Argument<int> _length = MemoryArguments.CreateLength();
    private readonly Argument<uint> _word = new("WORD")
    {
        Description = "What to fill with, its low byte first; 0 by default.",
        CustomParser = Numbers.ParseWord,
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _force = MemoryArguments.CreateForce();
    private readonly Terminal _terminal;

    private FillCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new FillCommand(terminal);
        var command = new Command("fill", "Fill memory of a chip with a word.") { definition._host, definition._core, definition._address, definition._length, definition._word, definition._force };
        command.RequireSafe(definition._core, definition._address, definition._length, definition._force, writes: true);
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CoreLocation core = parsed.GetRequiredValue(_core);
        uint address = parsed.GetRequiredValue(_address);
        int length = parsed.GetRequiredValue(_length);
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        long start = _terminal.TimeProvider.GetTimestamp();
        await TransferDisplay.RunAsync(
            _terminal, "filling", length, progress => transceiver.Memory.FillAsync(core, address, length, parsed.GetValue(_word), progress, cancellationToken));
        TimeSpan time = _terminal.TimeProvider.GetElapsedTime(start);
        if (parsed.WantsJson())
        {
            ScampConnection scamp = transceiver.GetConnection(core.Chip);
            await _terminal.WriteJsonAsync(TransferResult.Of(core, address, length, time, scamp.Statistics), CliJson.Default.TransferResult);
        }
        else
        {
            await _terminal.Error.WriteLineAsync($"Filled {Quantities.Bytes(length)} in {Quantities.Time(time)}.");
        }

        return ExitCodes.Success;
    }
}
