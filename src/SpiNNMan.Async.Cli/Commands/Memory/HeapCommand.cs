using System.CommandLine;
using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary><c>spinnman heap HOST X,Y</c>: shows which applications have the memory of a chip.</summary>
internal sealed class HeapCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<ChipLocation> _chip = new("X,Y") { Description = "The chip.", CustomParser = Numbers.ParseChip };
    private readonly Option<string> _heap = new("--heap") { Description = "Which heap: sdram, sysram, or system for the system's own in SDRAM.", DefaultValueFactory = static _ => "sdram" };

    private readonly Terminal _terminal;

    private HeapCommand(Terminal terminal)
    {
        _terminal = terminal;
        _heap.AcceptOnlyFromAmong("sdram", "sysram", "system");
    }

    public static Command Create(Terminal terminal)
    {
        var definition = new HeapCommand(terminal);
        var command = new Command("heap", "Show who has the memory of a chip.") { definition._host, definition._chip, definition._heap };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        HeapKind kind = parsed.GetRequiredValue(_heap) switch { "sysram" => HeapKind.SystemRam, "system" => HeapKind.SystemSdram, _ => HeapKind.Sdram };
        using WaitNotice notice = _terminal.WaitFor($"Reading a heap of {parsed.GetRequiredValue(_chip)}");
        ChipHeap heap = await transceiver.Sdram.GetHeapAsync(parsed.GetRequiredValue(_chip), kind, cancellationToken);
        if (parsed.WantsJson())
        {
            await _terminal.WriteJsonAsync(HeapResult.From(heap, parsed.GetRequiredValue(_heap)), CliJson.Default.HeapResult);
            ThrowIfDamaged(heap);
            return ExitCodes.Success;
        }

        var table = new TextTable("Address", "Bytes", "Application", "Tag");
        foreach (HeapElement block in heap.Blocks)
        {
            table.AddRow(
                string.Create(CultureInfo.InvariantCulture, $"0x{block.BlockAddress + HeapElement.HeaderSize:X8}"),
                Quantities.Count(block.Size),
                block.ApplicationId?.ToString(CultureInfo.InvariantCulture) ?? "free",
                block.Tag is { } tag and > 0 ? tag.ToString(CultureInfo.InvariantCulture) : "");
        }

        table.WriteTo(_terminal.OutConsole);
        await _terminal.Out.WriteLineAsync($"{Quantities.Bytes(heap.FreeBytes)} free, {Quantities.Bytes(heap.LargestFree)} in one piece");
        ThrowIfDamaged(heap);
        return ExitCodes.Success;
    }

    /// <summary>Throws if the heap is damaged. This is called after the readable part of the heap was shown.</summary>
    private static void ThrowIfDamaged(ChipHeap heap)
    {
        if (heap.Damage is { } damage)
            throw new CommandFailedException($"The {heap.Kind} heap of {heap.Chip} is damaged. {damage}");
    }
}
