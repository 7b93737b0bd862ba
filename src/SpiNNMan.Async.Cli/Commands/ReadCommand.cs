using System.CommandLine;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Model;

namespace SpiNNMan.Async.Cli.Commands;

/// <summary><c>spinnman read HOST X,Y[,P] ADDRESS LENGTH [FILE]</c>: memory into a file.</summary>
internal sealed class ReadCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<CoreLocation> _core = new("X,Y[,P]") { Description = "The chip, or the core whose local memory is meant.", CustomParser = Numbers.ParseCore };
    private readonly Argument<uint> _address = new("ADDRESS") { Description = "The first byte, decimal or 0x...; SDRAM starts at 0x60000000.", CustomParser = Numbers.ParseAddress };
    private readonly Argument<int> _length = new("LENGTH") { Description = "How many bytes: decimal, 0x..., 64K, 4M.", CustomParser = Numbers.ParseLength };
    private readonly Argument<string> _file = new("FILE")
    {
        Description = "Where the bytes go; - or none is standard output, which on a terminal shows them in hexadecimal.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _hex = new("--hex") { Description = "Show the bytes in hexadecimal, wherever they go." };

    private readonly Terminal _terminal;

    private ReadCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new ReadCommand(terminal);
        var command = new Command("read", "Read memory of a chip into a file.")
        {
            definition._host, definition._core, definition._address, definition._length, definition._file, definition._hex,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CoreLocation core = parsed.GetRequiredValue(_core);
        uint address = parsed.GetRequiredValue(_address);
        var data = new byte[parsed.GetRequiredValue(_length)];
        await using ScampConnection scamp = await NearestBoard.ConnectAsync(parsed.GetRequiredValue(_host), core.Chip, cancellationToken);
        long start = _terminal.TimeProvider.GetTimestamp();
        await TransferDisplay.RunAsync(
            _terminal, "reading", data.Length, progress => scamp.ReadMemoryAsync(core, address, data, progress, cancellationToken).AsTask());
        TimeSpan time = _terminal.TimeProvider.GetElapsedTime(start);
        string? file = parsed.GetValue(_file);
        bool toStandardOutput = file is null or "-";
        if (!parsed.WantsJson())
        {
            await WriteAsync(data, address, file, parsed.GetValue(_hex), cancellationToken);
            if (!toStandardOutput)
                await _terminal.Error.WriteLineAsync($"Read {Quantities.Bytes(data.Length)} in {Quantities.Time(time)}: {Quantities.Rate(data.Length, time)}.");

            return ExitCodes.Success;
        }

        if (!toStandardOutput)
            await WriteAsync(data, address, file, parsed.GetValue(_hex), cancellationToken);

        var result = new TransferResult(
            core.X, core.Y, core.Core, address, data.Length, time.TotalSeconds, Quantities.MegabytesPerSecond(data.Length, time), scamp.Statistics.Resent)
        {
            Data = toStandardOutput ? data : null,
        };
        await _terminal.WriteJsonAsync(result, CliJson.Default.TransferResult);
        return ExitCodes.Success;
    }

    private async Task WriteAsync(byte[] data, uint address, string? file, bool hex, CancellationToken cancellationToken)
    {
        if (file is not (null or "-"))
        {
            if (hex)
                await File.WriteAllTextAsync(file, HexDump.Of(data, address), cancellationToken);
            else
                await File.WriteAllBytesAsync(file, data, cancellationToken);
        }
        else if (hex || _terminal.IsOutTerminal)
        {
            await _terminal.Out.WriteAsync(HexDump.Of(data, address));
        }
        else
        {
            await using Stream output = _terminal.OpenOutput();
            await output.WriteAsync(data, cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
    }
}
