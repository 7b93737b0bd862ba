using System.Buffers.Binary;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results.Transfers;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary><c>spinnman poke HOST X,Y[,P] ADDRESS VALUE</c>: writes one byte, half-word or word.</summary>
internal sealed class PokeCommand
{
    private static readonly string[] s_sizes = ["1", "2", "4"];

    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<CoreLocation> _core = MemoryArguments.CreateCore();
    private readonly Argument<uint> _address = MemoryArguments.CreateAddress();
    private readonly Argument<uint> _value = new("VALUE") { Description = "The value, decimal or 0x...; its low byte comes first.", CustomParser = Numbers.ParseWord };
    private readonly Option<string> _size = new("--size") { Description = "How many bytes it has: 1, 2 or 4.", HelpName = "N", DefaultValueFactory = static _ => "4" };
    private readonly Option<bool> _force = MemoryArguments.CreateForce();
    private readonly Terminal _terminal;

    private PokeCommand(Terminal terminal)
    {
        _terminal = terminal;
        _size.AcceptOnlyFromAmong(s_sizes);
    }

    public static Command Create(Terminal terminal)
    {
        var definition = new PokeCommand(terminal);
        var command = new Command("poke", "Write one byte, half-word or word into memory of a chip.")
        {
            definition._host, definition._core, definition._address, definition._value, definition._size, definition._force,
        };
        command.Validators.Add(definition.Check);
        command.SetAction(definition.RunAsync);
        return command;
    }

    /// <summary>Refuses a value that is too large, an address between two places of its size, and one that is not known to be safe.</summary>
    private void Check(CommandResult result)
    {
        // A word that is wrong by itself has an error already.
        if (result.GetResult(_size)?.Tokens is [{ Value: var word }] && !s_sizes.Contains(word, StringComparer.Ordinal))
            return;

        int size = SizeOf(result.GetValue(_size));
        if (MemoryArguments.TextOf(result, _value) is { } typedValue && Numbers.TryParse(typedValue, out long value) && value >> (8 * size) != 0 && value <= uint.MaxValue)
            result.AddError($"'{typedValue}' does not fit {Quantities.Count(size, "byte")}; --size 4 has room for a word.");

        if (MemoryArguments.TextOf(result, _address) is not { } typed || !Numbers.TryParse(typed, out long address) || !Numbers.TryParseCore(MemoryArguments.TextOf(result, _core) ?? "", out CoreLocation core))
            return;

        if (address % size != 0)
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"0x{address:X8} is no multiple of {size}, the size of the value; 'spinnman write' goes to any address."));
        else if (!result.GetValue(_force) && MemoryCheck.WhyRefused(typed, core, size, writes: true) is { } reason)
            result.AddError(reason);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CoreLocation core = parsed.GetRequiredValue(_core);
        uint address = parsed.GetRequiredValue(_address);
        uint value = parsed.GetRequiredValue(_value);
        int size = SizeOf(parsed.GetValue(_size));
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        await using (ScampConnection scamp = await NearestBoard.ConnectAsync(_terminal, parsed.GetRequiredValue(_host), core.Chip, cancellationToken))
        {
            // A transfer this long, at a multiple of its length, is one access of that size.
            await scamp.WriteMemoryAsync(core, address, bytes.AsMemory(0, size), progress: null, cancellationToken);
        }

        if (parsed.WantsJson())
        {
            await _terminal.WriteJsonAsync(new PokeResult(core.X, core.Y, core.Core, address, size, value), CliJson.Default.PokeResult);
        }
        else
        {
            string shown = value.ToString($"X{2 * size}", CultureInfo.InvariantCulture);
            await _terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Wrote 0x{shown} to 0x{address:X8} of {core}."));
        }

        return ExitCodes.Success;
    }

    private static int SizeOf(string? text) => int.Parse(text ?? "4", NumberStyles.None, CultureInfo.InvariantCulture);
}
