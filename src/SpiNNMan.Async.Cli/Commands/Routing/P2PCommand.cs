using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results.Routes;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Routing;

/// <summary><c>spinnman p2p HOST X,Y</c>: shows the point-to-point table of a chip.</summary>
internal sealed class P2PCommand
{
    private const int WidthOfWay = 2;
    private const int Gap = 2;

    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<ChipLocation> _chip = new("X,Y") { Description = "The chip whose table is shown.", CustomParser = Numbers.ParseChip };
    private readonly Option<ChipLocation?> _to = new("--to") { Description = "Only the way to this chip.", HelpName = "X,Y", CustomParser = static result => Numbers.ParseChip(result) };
    private readonly Terminal _terminal;

    private P2PCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var definition = new P2PCommand(terminal);
        var command = new Command("p2p", "Show by which link a chip sends point-to-point packets to each other chip.") { definition._host, definition._chip, definition._to };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        ChipLocation chip = parsed.GetRequiredValue(_chip);
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        Machine machine = transceiver.Machine;
        CoreArguments.ChipsOf([new CoreLocation(chip, 0)], machine);
        P2PTable table;
        using (_terminal.WaitFor($"Waiting for chip {chip} to tell its table"))
            table = await transceiver.Routing.GetP2PTableAsync(chip, cancellationToken);

        ChipLocation? to = parsed.GetValue(_to);
        if (parsed.WantsJson())
        {
            IEnumerable<ChipLocation> all = Enumerable.Range(0, table.Width).SelectMany(x => Enumerable.Range(0, table.Height).Select(y => new ChipLocation((byte)x, (byte)y)));
            foreach (ChipLocation place in to is { } single ? [single] : all)
                await _terminal.WriteJsonAsync(P2PRouteResult.From(chip, place, table.GetRoute(place), machine), CliJson.Default.P2PRouteResult);
        }
        else if (to is { } place)
        {
            await _terminal.Out.WriteLineAsync(Describe(chip, place, table.GetRoute(place), machine));
        }
        else
        {
            Show(table);
        }

        return to is { } one && table.GetRoute(one) == P2PTableRoute.None ? ExitCodes.AnswerIsNo : ExitCodes.Success;
    }

    private static string Describe(ChipLocation chip, ChipLocation to, P2PTableRoute way, Machine machine) => way switch
    {
        P2PTableRoute.None => $"{chip} has no way to {to}.",
        P2PTableRoute.Monitor => $"{chip} takes what is for {to} itself.",
        _ => string.Create(CultureInfo.InvariantCulture, $"{chip} sends what is for {to} {LinkNames.NameOf((int)way)}, by link {(int)way}, to {machine.GetNeighbour(chip, (int)way)}."),
    };

    /// <summary>Shows a map with the highest row on top. If the terminal is too narrow, the columns are shown in groups.</summary>
    private void Show(P2PTable table)
    {
        IAnsiConsole console = _terminal.OutConsole;
        int widest = Math.Max(WidthOfWay, DigitsOf(table.Width - 1));
        int room = console.Profile.Width - DigitsOf(table.Height - 1) - 1;
        int together = Math.Clamp(room / (widest + Gap), 1, Math.Max(1, table.Width));
        for (int first = 0; first < table.Width; first += together)
        {
            int[] columns = [.. Enumerable.Range(first, Math.Min(together, table.Width - first))];
            var map = new TextTable(["y", .. columns.Select(Number)]);
            for (int y = table.Height - 1; y >= 0; y--)
                map.AddRow([Number(y), .. columns.Select(x => new Cell(Letters(table.GetRoute(new ChipLocation((byte)x, (byte)y)))))]);

            map.WriteTo(console);
            console.WriteLine();
        }

        console.WriteLine($"x is on top. {string.Join(", ", Enumerable.Range(0, LinkSet.MaxLinks).Select(LinkNames.ShortNameOf))}:");
        console.WriteLine("the links 0 to 5. *: the chip itself. -: no way.");
    }

    private static string Letters(P2PTableRoute way) => way switch
    {
        P2PTableRoute.None => "-",
        P2PTableRoute.Monitor => "*",
        _ => LinkNames.ShortNameOf((int)way),
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int DigitsOf(int number) => Number(Math.Max(0, number)).Length;
}
