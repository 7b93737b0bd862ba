using System.CommandLine;
using System.Globalization;
using System.Net;
using SpiNNMan.Async.Cli.Allocation;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Commands.Jobs;

/// <summary><c>spinnman where-is MACHINE|job/ID PLACE</c>: tells where a board or a chip is, in all coordinates.</summary>
internal sealed class WhereIsCommand
{
    private const string OfJob = "job/";
    private const string Forms = "X,Y of a chip, X,Y,Z of a board in the grid of triads, or an IP address; with --mounted, CABINET,FRAME,BOARD";

    private readonly Argument<string> _machine = new("MACHINE") { Description = "The name of a machine; or job/ID for a chip of a job." };
    private readonly Argument<string> _place = new("PLACE") { Description = $"{Forms}." };
    private readonly Option<string?> _service = AllocationServices.CreateOption();
    private readonly Option<bool> _mounted = new("--mounted") { Description = "PLACE is where a board is mounted." };
    private readonly Terminal _terminal;
    private readonly AllocationServices _services;

    private WhereIsCommand(Terminal terminal, AllocationServices services)
    {
        _terminal = terminal;
        _services = services;
    }

    public static Command Create(Terminal terminal, AllocationServices services)
    {
        var definition = new WhereIsCommand(terminal, services);
        definition._machine.RequireText();
        definition._place.RequireText();
        var command = new Command("where-is", "Tell where a board or a chip is: in the machine, where it is mounted, and in its job.") { definition._machine, definition._place, definition._service, definition._mounted };
        command.Validators.Add(result =>
        {
            if (result.GetValue(definition._machine) is { } machine && result.GetValue(definition._place) is { } place && CreateQuery(machine, place, result.GetValue(definition._mounted)) is null)
                result.AddError(machine.StartsWith(OfJob, StringComparison.Ordinal) ? $"'{machine} {place}' is no chip of a job: {OfJob}ID X,Y." : $"'{place}' is no place: {Forms}.");
        });
        command.SetAction(definition.RunAsync);
        return command;
    }

    private static BoardQuery? CreateQuery(string machine, string place, bool mounted)
    {
        bool isChip = Numbers.TryParseChip(place, out ChipLocation chip);
        if (machine.StartsWith(OfJob, StringComparison.Ordinal))
            return !mounted && isChip && int.TryParse(machine[OfJob.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? BoardQuery.ByJobChip(id, chip) : null;

        if (mounted)
            return PhysicalBoard.TryParse(place, out PhysicalBoard physical) ? BoardQuery.ByPhysical(machine, physical) : null;

        if (isChip)
            return BoardQuery.ByChip(machine, chip);

        if (LogicalBoard.TryParse(place, out LogicalBoard logical))
            return BoardQuery.ByLogical(machine, logical);

        return place.Contains('.', StringComparison.Ordinal) && IPAddress.TryParse(place, out _) ? BoardQuery.ByAddress(machine, place) : null;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string machine = parsed.GetRequiredValue(_machine);
        string text = parsed.GetRequiredValue(_place);
        await using OpenedService service = _services.Open(parsed.GetValue(_service));
        BoardPlace? place;
        using (_terminal.WaitFor($"Asking {service} where {text} of {machine} is"))
            place = await service.Allocator.WhereIsAsync(CreateQuery(machine, text, parsed.GetValue(_mounted))!, cancellationToken);

        if (place is null)
            throw new CommandFailedException($"{service} finds no {text} in {machine}.");

        if (parsed.WantsJson())
        {
            await _terminal.WriteJsonAsync(BoardPlaceResult.From(place), CliJson.Default.BoardPlaceResult);
            return ExitCodes.Success;
        }

        Show(place);
        return ExitCodes.Success;
    }

    private void Show(BoardPlace place)
    {
        var facts = new Facts();
        facts.Add("Machine", place.Machine ?? "");
        facts.Add("Board", place.Logical?.ToString() ?? "not told");
        facts.Add("Mounted", place.Physical?.ToString() ?? "not told");
        facts.Add("Chip", TextOf(place.Chip));
        facts.Add("On its board", TextOf(place.BoardChip));
        facts.Add("Job", place.JobId?.ToString(CultureInfo.InvariantCulture) ?? "none");
        if (place.JobChip is not null)
            facts.Add("In the job", TextOf(place.JobChip));

        facts.WriteTo(_terminal.OutConsole);
    }

    private static string TextOf(ChipLocation? chip) => chip is { } location ? string.Create(CultureInfo.InvariantCulture, $"{location.X},{location.Y}") : "not told";
}
