using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results.Transfers;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary><c>spinnman link read HOST X,Y LINK ADDRESS LENGTH [FILE]</c>: reads memory of a neighbour through a link.</summary>
internal sealed class LinkReadCommand
{
    private readonly Argument<int> _length = MemoryArguments.CreateLength();
    private readonly Argument<string> _file = MemoryOutput.CreateFile();
    private readonly Option<bool> _hex = MemoryOutput.CreateHex();
    private readonly LinkPlace _place;
    private readonly Terminal _terminal;

    private LinkReadCommand(Terminal terminal)
    {
        _terminal = terminal;
        _place = new LinkPlace(terminal);
    }

    public static Command Create(Terminal terminal)
    {
        var definition = new LinkReadCommand(terminal);
        var command = new Command("read", "Read memory of a neighbour into a file.");
        definition._place.AddTo(command, definition._length);
        command.Arguments.Add(definition._length);
        command.Arguments.Add(definition._file);
        command.Options.Add(definition._hex);
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = new MemoryOutput(_terminal, parsed.GetValue(_file), parsed.GetValue(_hex));
        output.RequireWritable();
        var data = new byte[parsed.GetRequiredValue(_length)];
        (LinkTransferResult result, string neighbour) = await _place.RunAsync(
            parsed,
            "reading",
            data.Length,
            (transceiver, chip, link, progress) => transceiver.Memory.ReadNeighbourAsync(chip, link, _place.AddressIn(parsed), data, progress, cancellationToken),
            cancellationToken);
        bool json = parsed.WantsJson();
        if (!json || output.File is not null)
            await output.WriteAsync(data, result.Address, cancellationToken);

        if (json)
            await _terminal.WriteJsonAsync(result with { DataBase64 = output.File is null ? data : null, File = output.File }, CliJson.Default.LinkTransferResult);
        else if (output.File is not null)
            await _terminal.Error.WriteLineAsync($"Read {Quantities.Bytes(data.Length)} of {neighbour}.");

        return ExitCodes.Success;
    }
}
