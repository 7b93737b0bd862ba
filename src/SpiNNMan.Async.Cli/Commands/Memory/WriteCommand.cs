using System.CommandLine;
using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results.Transfers;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary><c>spinnman write HOST X,Y[,P] ADDRESS [FILE]</c>: writes a file into memory.</summary>
internal sealed class WriteCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<CoreLocation> _core = MemoryArguments.CreateCore();
    private readonly Argument<uint> _address = MemoryArguments.CreateAddress();
    private readonly Argument<string> _file = MemoryInput.CreateFile();
    private readonly Option<bool> _force = MemoryArguments.CreateForce();
    private readonly Option<bool> _verify = new("--verify") { Description = "Read the bytes back and compare." };

    private readonly FastOptions _fast = new();
    private readonly Terminal _terminal;

    private WriteCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new WriteCommand(terminal);
        var command = new Command("write", "Write a file into memory of a chip.")
        {
            definition._host, definition._core, definition._address, definition._file, definition._verify, definition._force,
        };
        definition._fast.AddTo(command);
        command.RequireSafe(definition._core, definition._address, length: null, definition._force, writes: true);
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CoreLocation core = parsed.GetRequiredValue(_core);
        uint address = parsed.GetRequiredValue(_address);
        byte[] data = await MemoryInput.ReadAsync(_terminal, parsed.GetValue(_file), cancellationToken);
        if (!parsed.GetValue(_force))
            MemoryArguments.ThrowIfUnsafe(parsed.GetResult(_address)!.Tokens[0].Value, core, data.Length, writes: true);

        bool verify = parsed.GetValue(_verify);
        TransferResult result = _fast.IsGiven(parsed)
            ? await StreamAsync(parsed, core, address, data, verify, cancellationToken)
            : await TransferAsync(parsed.GetRequiredValue(_host), core, address, data, verify, cancellationToken);
        if (parsed.WantsJson())
        {
            await _terminal.WriteJsonAsync(result with { Verified = verify ? true : null }, CliJson.Default.TransferResult);
        }
        else
        {
            string verified = verify ? ", read back and found the same" : "";
            await _terminal.Error.WriteLineAsync(
                $"Wrote {Quantities.Bytes(data.Length)} in {Quantities.Time(result.Time)}: {Quantities.Rate(data.Length, result.Time)}{verified}.{result.Streaming?.Describe()}");
        }

        return ExitCodes.Success;
    }

    private async Task<TransferResult> TransferAsync(HostTarget host, CoreLocation core, uint address, byte[] data, bool verify, CancellationToken cancellationToken)
    {
        await using ScampConnection scamp = await NearestBoard.ConnectAsync(_terminal, host, core.Chip, cancellationToken);
        long start = _terminal.TimeProvider.GetTimestamp();
        await TransferDisplay.RunAsync(
            _terminal, "writing", data.Length, progress => scamp.WriteMemoryAsync(core, address, data, progress, cancellationToken).AsTask());
        TimeSpan time = _terminal.TimeProvider.GetElapsedTime(start);
        if (verify)
            await VerifyAsync(core, address, data, (found, progress) => scamp.ReadMemoryAsync(core, address, found, progress, cancellationToken).AsTask());

        return TransferResult.Of(core, address, data.Length, time, scamp.Statistics);
    }

    private async Task<TransferResult> StreamAsync(ParseResult parsed, CoreLocation core, uint address, byte[] data, bool verify, CancellationToken cancellationToken)
    {
        await using FastMachine machine = await _fast.OpenAsync(_terminal, parsed, parsed.GetRequiredValue(_host), core, connection: null, cancellationToken);
        StreamingStatistics? did = null;
        await TransferDisplay.RunAsync(
            _terminal, "streaming", data.Length, async progress => did = await machine.Streaming.WriteAsync(core.Chip, address, data, progress, cancellationToken));
        if (verify)
            await VerifyAsync(core, address, data, (found, progress) => machine.Streaming.ReadAsync(core.Chip, address, found, progress, cancellationToken));

        await machine.EndAsync();
        return TransferResult.Of(core, address, data.Length, did!.Elapsed, machine.Transceiver.GetConnection(core.Chip).Statistics) with { Streaming = StreamingResult.Of(did) };
    }

    private async Task VerifyAsync(CoreLocation core, uint address, byte[] data, Func<byte[], IProgress<TransferProgress>, Task> read)
    {
        var found = new byte[data.Length];
        await TransferDisplay.RunAsync(_terminal, "verifying", found.Length, progress => read(found, progress));
        int same = data.AsSpan().CommonPrefixLength(found);
        if (same < data.Length)
        {
            throw new CommandFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"Read back, the byte at 0x{address + (uint)same:X8} of {core} is 0x{found[same]:X2}, not 0x{data[same]:X2}: that memory is in use or does not keep what is written."));
        }
    }
}
