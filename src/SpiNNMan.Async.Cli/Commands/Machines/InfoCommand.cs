using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Displays.Pictures;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;

namespace SpiNNMan.Async.Cli.Commands.Machines;

/// <summary><c>spinnman info HOST</c>: shows the parts of a machine, and what does not work.</summary>
internal sealed class InfoCommand
{
    private const int ShownItems = 10;

    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Option<bool> _chips = new("--chips") { Description = "Show every chip." };
    private readonly Option<bool> _picture = new("--picture") { Description = "Draw the machine even where the output is no terminal." };
    private readonly Option<bool> _noMaps = new("--no-core-maps") { Description = "Do not ask for physical core numbers, which halves the requests." };
    private readonly Terminal _terminal;

    private InfoCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new InfoCommand(terminal);
        var command = new Command("info", "Show what a machine has: software, size, boards, chips, cores, links, and what does not work.")
        {
            definition._host, definition._chips, definition._picture, definition._noMaps,
        };
        var discovery = DiscoveryArguments.AddTo(command);
        var pictures = PictureOptions.AddTo(command);
        command.SetAction((parsed, cancellationToken) => definition.RunAsync(parsed, discovery, pictures, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, DiscoveryArguments discovery, PictureOptions pictures, CancellationToken cancellationToken)
    {
        pictures.RequireWritable(parsed);
        DiscoveryOptions of = await discovery.ReadAsync(parsed, cancellationToken);
        var options = new TransceiverOptions { Discovery = of with { ReadCoreMaps = !parsed.GetValue(_noMaps) }, TransientTagTimeout = null };
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), options, cancellationToken);
        var health = new MachineFaults(transceiver.Machine, transceiver.Version.Version, transceiver.Report.Findings);
        await pictures.WriteAsync(parsed, () => MachineScenes.OfFaults($"{parsed.GetRequiredValue(_host)}: {transceiver.Machine.Dimensions}", transceiver.Machine, health), cancellationToken);
        if (parsed.WantsJson())
        {
            await _terminal.WriteJsonAsync(InfoResult.From(transceiver, health), CliJson.Default.InfoResult);
            return ExitCodes.Success;
        }

        Show(transceiver, health);
        if (_terminal.IsOutTerminal || parsed.GetValue(_picture))
            Draw(transceiver.Machine, health);

        if (parsed.GetValue(_chips))
            ShowChips(transceiver.Machine);

        return ExitCodes.Success;
    }

    private void Show(Transceiver transceiver, MachineFaults health)
    {
        Machine machine = transceiver.Machine;
        IAnsiConsole console = _terminal.OutConsole;
        var facts = new Facts();
        facts.Add("Software", transceiver.Version.ToString());
        facts.Add("Size", machine.Dimensions.ToString());
        facts.Add("Boards", Quantities.Count(machine.EthernetChips.Count));
        facts.Add("Chips", Quantities.Count(machine.Chips.Count));
        facts.Add("Cores", CoreCounts(machine));
        facts.Add("Applications", StateCounts(machine));
        facts.Add("Dead chips", Shorten([.. health.DeadChips.Select(static place => place.ToString())]));
        facts.Add("Few cores", Shorten([.. health.FewCores.Select(static chip => string.Create(CultureInfo.InvariantCulture, $"{chip.Location} has {chip.Cores.Count}"))]));
        facts.Add("Dead links", Shorten([.. health.DeadLinks.Select(static link => string.Create(CultureInfo.InvariantCulture, $"{link.Chip} link {link.Link}"))]));
        if (health.SwitchedOffLinks > 0)
            facts.Add("Links off", $"{Quantities.Count(health.SwitchedOffLinks)}, as on every such machine: SC&MP itself switches them off");

        if (machine.FpgaLinks.Count > 0)
            facts.Add("FPGA links", string.Create(CultureInfo.InvariantCulture, $"{Quantities.Count(machine.FpgaLinks.Count)}, of which {Quantities.Count(machine.FpgaLinks.Count(static link => link.Neighbour is not null))} lead to another board"));

        if (machine.SpinnakerLinks.Count > 0)
            facts.Add("Device links", string.Join(", ", machine.SpinnakerLinks.Select(static link => string.Create(CultureInfo.InvariantCulture, $"{link.Chip} link {link.ChipLink}"))));

        facts.Add("Ethernet", Shorten([.. machine.EthernetChips.Select(static chip => $"{chip.EthernetAddress} at {chip.Location}")]));
        facts.Add("Free SDRAM", FreeSdram(machine));
        facts.Add("Asked", string.Create(CultureInfo.InvariantCulture, $"{Quantities.Count(transceiver.Report.Requests, "request")} over {Quantities.Count(transceiver.Connections.Count, "connection")} in {Quantities.Time(transceiver.Report.Elapsed)}"));
        facts.WriteTo(console);
        foreach (DiscoveryFinding finding in transceiver.Report.Findings.Take(2 * ShownItems))
            HangingText.Write(console, $"[yellow]{finding.Kind}[/]  ", finding.Kind.ToString().Length + 2, finding.Message);

        if (transceiver.Report.Findings.Count > 2 * ShownItems)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]And {transceiver.Report.Findings.Count - (2 * ShownItems)} more findings; --json has them all.[/]");
    }

    private void Draw(Machine machine, MachineFaults health)
    {
        _terminal.OutConsole.WriteLine();
        new MachinePicture(machine, health).WriteTo(_terminal.OutConsole);
    }

    private void ShowChips(Machine machine)
    {
        var table = new TextTable("Chip", "Cores", "Idle", "Links", "Free SDRAM", "Free routes", "Ethernet");
        foreach (MachineChip chip in machine.Chips)
        {
            table.AddRow(
                chip.Location.ToString(),
                chip.Cores.Count.ToString(CultureInfo.InvariantCulture),
                chip.States.CoresIn(CoreState.Idle).Count.ToString(CultureInfo.InvariantCulture),
                chip.Links.ToString(),
                Quantities.Bytes(chip.LargestFreeSdram),
                chip.FreeRouterEntries.ToString(CultureInfo.InvariantCulture),
                chip.EthernetAddress?.ToString() ?? "");
        }

        table.WriteTo(_terminal.OutConsole);
    }

    private static string CoreCounts(Machine machine)
    {
        IEnumerable<string> groups = machine.Chips
            .GroupBy(static chip => chip.Cores.Count)
            .OrderByDescending(static group => group.Key)
            .Select(static group => string.Create(CultureInfo.InvariantCulture, $"{Quantities.Count(group.Count(), "chip")} with {group.Key}"));
        return $"{Quantities.Count(machine.CoreCount)}: {string.Join(", ", groups)}";
    }

    private static string StateCounts(Machine machine)
    {
        IEnumerable<string> groups = machine.Chips
            .SelectMany(static chip => chip.ApplicationCores.Select(core => chip.States[core]))
            .GroupBy(static state => state)
            .OrderBy(static group => group.Key)
            .Select(static group => $"{group.Count()} {group.Key}");
        return string.Join(", ", groups);
    }

    private static string FreeSdram(Machine machine)
    {
        uint[] free = [.. machine.Chips.Select(static chip => chip.LargestFreeSdram).Order()];
        return free switch
        {
            [] => "unknown",
            [uint least, .., uint most] when least != most => $"{Quantities.Bytes(least)} to {Quantities.Bytes(most)} in one piece on each chip",
            _ => $"{Quantities.Bytes(free[0])} in one piece on each chip",
        };
    }

    private static string Shorten(string[] items) => items.Length switch
    {
        0 => "none",
        <= ShownItems => string.Join(", ", items),
        _ => $"{items.Length}: {string.Join(", ", items.Take(ShownItems))}, ...",
    };
}
