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
using SpiNNMan.Async.Memory.Streaming;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary><c>spinnman read HOST X,Y[,P] ADDRESS LENGTH [FILE]</c>: reads memory into a file.</summary>
internal sealed class ReadCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<CoreLocation> _core = MemoryArguments.CreateCore();
    private readonly Argument<uint> _address = MemoryArguments.CreateAddress();
    private readonly Argument<int> _length = MemoryArguments.CreateLength();
    private readonly Argument<string> _file = MemoryOutput.CreateFile();
    private readonly Option<bool> _force = MemoryArguments.CreateForce();
    private readonly Option<bool> _hex = MemoryOutput.CreateHex();

    private readonly FastOptions _fast = new();
    private readonly Terminal _terminal;

    private ReadCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new ReadCommand(terminal);
        var command = new Command("read", "Read memory of a chip into a file.")
        {
            definition._host, definition._core, definition._address, definition._length, definition._file, definition._hex, definition._force,
        };
        definition._fast.AddTo(command);
        command.RequireSafe(definition._core, definition._address, definition._length, definition._force, writes: false);
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CoreLocation core = parsed.GetRequiredValue(_core);
        uint address = parsed.GetRequiredValue(_address);
        var output = new MemoryOutput(_terminal, parsed.GetValue(_file), parsed.GetValue(_hex));
        output.RequireWritable();
        var data = new byte[parsed.GetRequiredValue(_length)];
        TransferResult result = _fast.IsGiven(parsed)
            ? await StreamAsync(parsed, core, address, data, cancellationToken)
            : await TransferAsync(parsed.GetRequiredValue(_host), core, address, data, cancellationToken);
        bool json = parsed.WantsJson();
        if (!json || output.File is not null)
            await output.WriteAsync(data, address, cancellationToken);

        if (json)
        {
            result = result with { DataBase64 = output.File is null ? data : null, File = output.File };
            await _terminal.WriteJsonAsync(result, CliJson.Default.TransferResult);
        }
        else if (output.File is not null)
        {
            await _terminal.Error.WriteLineAsync($"Read {Quantities.Bytes(data.Length)} in {Quantities.Time(result.Time)}: {Quantities.Rate(data.Length, result.Time)}.{result.Streaming?.Describe()}");
        }

        return ExitCodes.Success;
    }

    private async Task<TransferResult> TransferAsync(HostTarget host, CoreLocation core, uint address, byte[] data, CancellationToken cancellationToken)
    {
        await using ScampConnection scamp = await NearestBoard.ConnectAsync(_terminal, host, core.Chip, cancellationToken);
        long start = _terminal.TimeProvider.GetTimestamp();
        await TransferDisplay.RunAsync(
            _terminal, "reading", data.Length, progress => scamp.ReadMemoryAsync(core, address, data, progress, cancellationToken).AsTask());
        return TransferResult.Of(core, address, data.Length, _terminal.TimeProvider.GetElapsedTime(start), scamp.Statistics);
    }

    private async Task<TransferResult> StreamAsync(ParseResult parsed, CoreLocation core, uint address, byte[] data, CancellationToken cancellationToken)
    {
        await using FastMachine machine = await _fast.OpenAsync(_terminal, parsed, parsed.GetRequiredValue(_host), core, connection: null, cancellationToken);
        StreamingStatistics? did = null;
        await TransferDisplay.RunAsync(
            _terminal, "streaming", data.Length, async progress => did = await machine.Streaming.ReadAsync(core.Chip, address, data, progress, cancellationToken));
        await machine.EndAsync();
        return TransferResult.Of(core, address, data.Length, did!.Elapsed, machine.Transceiver.GetConnection(core.Chip).Statistics) with { Streaming = StreamingResult.Of(did) };
    }
}
