using System.CommandLine;
using System.Globalization;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Input;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Structs;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Programs;

/// <summary><c>spinnman struct HOST X,Y[,P] NAME [FIELD]</c>: shows a structure of the system software by its fields.</summary>
internal sealed class StructCommand
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<CoreLocation> _core = new("X,Y[,P]") { Description = "The chip, or the core whose block is shown.", CustomParser = Numbers.ParseCore };
    private readonly Argument<string> _name = new("STRUCT") { Description = "The structure: sv (the system variables of the chip), vcpu (the block of the core), or one of --file." };
    private readonly Argument<string?> _field = new("FIELD") { Description = "Only this field.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _file = new("--file") { Description = "A file of definitions, as sark.struct, in place of the built-in ones.", HelpName = "FILE" };
    private readonly Option<bool> _all = new("--all") { Description = "Fields that only fill gaps, too." };
    private readonly Terminal _terminal;

    private StructCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new StructCommand(terminal);
        definition._name.RequireText();
        definition._field.RequireText();
        definition._file.RequireText();
        definition._name.Suggest([KnownStructs.SystemVariables, KnownStructs.CoreBlock]);
        definition._field.Suggest(KnownStructs.All.SelectMany(static known => known.Fields).Where(static field => !field.IsPadding).Select(static field => field.Name));
        var command = new Command("struct", "Show a structure of the system software in the memory of a chip, field by field.")
        {
            definition._host, definition._core, definition._name, definition._field, definition._file, definition._all,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        StructDefinition structure = Find(await ReadAsync(parsed.GetValue(_file), cancellationToken), parsed.GetRequiredValue(_name));
        StructField[] fields = Choose(structure, parsed.GetValue(_field), parsed.GetValue(_all));
        CoreLocation core = parsed.GetRequiredValue(_core);
        bool isOfCore = structure.Base == 0;
        uint address = isOfCore ? BlockOf(structure, core) : structure.Base;
        await using ScampConnection board = await parsed.GetRequiredValue(_host).ConnectAsync(cancellationToken);
        using WaitNotice notice = _terminal.WaitFor($"Waiting for chip {core.Chip} to tell");
        byte[] bytes = await board.ReadMemoryAsync(core.Chip, address, structure.Size, cancellationToken);
        if (parsed.WantsJson())
        {
            foreach (StructField field in fields)
            {
                string? text = field.TextIn(bytes);
                long[]? numbers = text is null ? [.. field.Numbers(bytes)] : null;
                await _terminal.WriteJsonAsync(new StructFieldResult(structure.Name, field.Name, core.X, core.Y, isOfCore ? core.Core : null, address + (uint)field.Offset, numbers, text), CliJson.Default.StructFieldResult);
            }

            return ExitCodes.Success;
        }

        if (fields is [var only] && parsed.GetValue(_field) is not null)
        {
            await _terminal.Out.WriteLineAsync(only.Show(bytes));
            return ExitCodes.Success;
        }

        var table = new TextTable("Field", "Address", "Value");
        foreach (StructField field in fields)
            table.AddRow(field.Name, string.Create(CultureInfo.InvariantCulture, $"0x{address + (uint)field.Offset:x8}"), field.Show(bytes));

        table.WriteTo(_terminal.OutConsole);
        return ExitCodes.Success;
    }

    private static async Task<IReadOnlyList<StructDefinition>> ReadAsync(string? file, CancellationToken cancellationToken) => file is null
        ? KnownStructs.All
        : StructFile.Parse(await InputFiles.ReadTextAsync(file, InputFiles.MostOfImage, "a file of definitions", cancellationToken), Path.GetFileName(file));

    private static StructDefinition Find(IReadOnlyList<StructDefinition> known, string name) =>
        known.FirstOrDefault(structure => string.Equals(structure.Name, name, StringComparison.Ordinal))
        ?? throw new CommandFailedException($"There is no structure {name}.{NearestNames.Sentence(name, known.Select(static structure => structure.Name))} There {(known.Count == 1 ? "is" : "are")} {string.Join(", ", known.Select(static structure => structure.Name))}.");

    private static StructField[] Choose(StructDefinition structure, string? name, bool all)
    {
        if (name is null)
            return [.. structure.Fields.Where(field => all || !field.IsPadding)];

        StructField[] named = [.. structure.Fields.Where(field => string.Equals(field.Name, name, StringComparison.Ordinal))];
        return named.Length > 0
            ? named
            : throw new CommandFailedException($"{structure.Name} has no field {name}.{NearestNames.Sentence(name, structure.Fields.Select(static field => field.Name))} 'spinnman struct' without a field shows all.");
    }

    private static uint BlockOf(StructDefinition structure, CoreLocation core) => structure.Size == CoreInfo.Size
        ? MemoryMap.GetCoreInfoAddress(core.Core)
        : throw new CommandFailedException($"{structure.Name} has no place of its own, and is no block of a core, which has {CoreInfo.Size} bytes.");
}
