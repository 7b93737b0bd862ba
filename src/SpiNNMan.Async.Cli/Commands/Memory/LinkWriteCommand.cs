using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results.Transfers;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary><c>spinnman link write HOST X,Y LINK ADDRESS [FILE]</c>: writes memory of a neighbour through a link.</summary>
internal sealed class LinkWriteCommand
{
    private readonly Argument<string> _file = MemoryInput.CreateFile();
    private readonly LinkPlace _place;
    private readonly Terminal _terminal;

    private LinkWriteCommand(Terminal terminal)
    {
        _terminal = terminal;
        _place = new LinkPlace(terminal);
    }

    public static Command Create(Terminal terminal)
    {
        var definition = new LinkWriteCommand(terminal);
        var command = new Command("write", "Write a file into memory of a neighbour.");
        definition._place.AddTo(command, length: null);
        command.Arguments.Add(definition._file);
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        byte[] data = await MemoryInput.ReadAsync(_terminal, parsed.GetValue(_file), cancellationToken);
        _place.ThrowIfUnsafe(parsed, data.Length);
        (LinkTransferResult result, string neighbour) = await _place.RunAsync(
            parsed,
            "writing",
            data.Length,
            (transceiver, chip, link, progress) => transceiver.Memory.WriteNeighbourAsync(chip, link, _place.AddressIn(parsed), data, progress, cancellationToken),
            cancellationToken);
        if (parsed.WantsJson())
            await _terminal.WriteJsonAsync(result, CliJson.Default.LinkTransferResult);
        else
            await _terminal.Error.WriteLineAsync($"Wrote {Quantities.Bytes(data.Length)} to {neighbour}.");

        return ExitCodes.Success;
    }
}
