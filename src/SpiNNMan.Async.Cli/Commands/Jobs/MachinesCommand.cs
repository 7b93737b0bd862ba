using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Cli.Allocation;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays.HexagonalMaps;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Commands.Jobs;

/// <summary><c>spinnman machines [NAME]</c>: lists the machines of an allocation service, or draws one.</summary>
internal sealed class MachinesCommand
{
    private readonly Argument<string?> _name = new("NAME") { Description = "The machine to draw; by default all are listed.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _service = AllocationServices.CreateOption();
    private readonly Option<bool> _watch = WatchDisplay.CreateOption("Show them again after each change, until stopped.");
    private readonly GroupMarks _marks = new();
    private readonly PictureOptions _pictures;
    private readonly Command _definition;
    private readonly Terminal _terminal;
    private readonly AllocationServices _services;

    private MachinesCommand(Terminal terminal, AllocationServices services)
    {
        _terminal = terminal;
        _services = services;
        _name.RequireText();
        _definition = new Command("machines", "List the machines of an allocation service, or draw the boards of one and the jobs that have them.") { _name, _service, _watch };
        _pictures = PictureOptions.AddTo(_definition);
        _definition.SetAction(RunAsync);
    }

    public static Command Create(Terminal terminal, AllocationServices services) => new MachinesCommand(terminal, services)._definition;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        _pictures.RequireWritable(parsed);
        await using OpenedService service = _services.Open(parsed.GetValue(_service));
        string? name = parsed.GetValue(_name);
        if (!parsed.GetValue(_watch))
        {
            IReadOnlyList<AllocationMachine> machines;
            using (_terminal.WaitFor($"Asking {service} for its machines"))
                machines = await service.Allocator.ListMachinesAsync(cancellationToken);

            await ShowAsync(service.Allocator, Choose(machines, name, service), name, parsed, cancellationToken);
            return ExitCodes.Success;
        }

        var display = new WatchDisplay(_terminal);
        await foreach (IReadOnlyList<AllocationMachine> machines in service.Allocator.WatchMachinesAsync(name, cancellationToken))
        {
            AllocationMachine[] chosen = Choose(machines, name, service);
            if (parsed.WantsJson())
                await ShowAsync(service.Allocator, chosen, name, parsed, cancellationToken);
            else
                await display.ShowAsync(() => ShowAsync(service.Allocator, chosen, name, parsed, cancellationToken));

            await _terminal.Out.FlushAsync(CancellationToken.None);
        }

        return ExitCodes.Success;
    }

    private static AllocationMachine[] Choose(IReadOnlyList<AllocationMachine> machines, string? name, OpenedService service)
    {
        if (name is null)
            return [.. machines];

        AllocationMachine[] chosen = [.. machines.Where(machine => string.Equals(machine.Name, name, StringComparison.Ordinal))];
        return chosen.Length > 0
            ? chosen
            : throw new CommandFailedException($"{service} has no machine '{name}'. It has {(machines.Count == 0 ? "none" : string.Join(", ", machines.Select(static machine => machine.Name)))}.");
    }

    private async Task ShowAsync(BoardAllocator allocator, AllocationMachine[] machines, string? name, ParseResult parsed, CancellationToken cancellationToken)
    {
        var lent = new Dictionary<string, IReadOnlyDictionary<LogicalBoard, int>>(StringComparer.Ordinal);
        foreach (AllocationMachine machine in machines)
            lent[machine.Name] = await allocator.GetOccupancyAsync(machine, cancellationToken);

        if (machines.Length > 0)
            await _pictures.WriteAsync(parsed, () => AllocationScenes.Draw(machines, lent, _marks), cancellationToken);

        if (parsed.WantsJson())
        {
            foreach (AllocationMachine machine in machines)
                await _terminal.WriteJsonAsync(AllocationMachineResult.From(machine, lent[machine.Name]), CliJson.Default.AllocationMachineResult);

            return;
        }

        if (name is not null)
        {
            IReadOnlyList<JobInfo> jobs = await allocator.ListJobsAsync(cancellationToken: cancellationToken);
            Draw(machines[0], lent[name], jobs);
            return;
        }

        var table = new TextTable("Machine", "Tags", "Triads", "Boards", "Dead", "Lent", "Free", "Jobs");
        foreach (AllocationMachine machine in machines)
        {
            IReadOnlyDictionary<LogicalBoard, int> boards = lent[machine.Name];
            table.AddRow(
                machine.Name,
                string.Join(',', machine.Tags),
                string.Create(CultureInfo.InvariantCulture, $"{machine.Width}x{machine.Height}"),
                Quantities.Count(machine.BoardCount),
                Quantities.Count(machine.DeadBoards.Count),
                Quantities.Count(boards.Count),
                Quantities.Count(Math.Max(0, machine.BoardCount - boards.Count)),
                Quantities.Count(boards.Values.Distinct().Count()));
        }

        table.WriteTo(_terminal.OutConsole);
    }

    private void Draw(AllocationMachine machine, IReadOnlyDictionary<LogicalBoard, int> lent, IReadOnlyList<JobInfo> jobs)
    {
        IAnsiConsole console = _terminal.OutConsole;
        _marks.Update(lent.Values);
        HangingText.Write(console, "", 0, new Cell(machine.ToString(), "bold"));
        var map = new HexagonalMap(machine.Width, machine.Height, board => AllocationScenes.LookOf(machine, lent, _marks, board), machine.DeadLinks);
        if (!map.WriteTo(console))
            console.WriteLine("The terminal is too narrow for a map; in a file it is whole.");

        HangingText.Write(console, "", 0, AllocationScenes.Legend);
        if (lent.Count == 0)
            return;

        var table = new TextTable("Mark", "Job", "Boards", "State", "Owner");
        foreach (IGrouping<int, KeyValuePair<LogicalBoard, int>> group in lent.GroupBy(static board => board.Value).OrderBy(static group => group.Key))
        {
            JobInfo? job = jobs.FirstOrDefault(one => one.Id == group.Key);
            table.AddRow(
                new Cell(_marks.MarkOf(group.Key), _marks.StyleOf(group.Key)),
                group.Key.ToString(CultureInfo.InvariantCulture),
                Quantities.Count(group.Count()),
                job is null ? "" : JobText.StateOf(job.Status),
                job?.Owner ?? "");
        }

        table.WriteTo(console);
    }
}
