using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Draws the boards of a machine, three for each triad. Each board has a sign for its state, and a bar for its traffic if there is room.</summary>
internal static class BoardMap
{
    private const int TriadSize = 12;
    private const int BoardsInTriad = 3;
    private const string Legend = """
        [green]R[/] ready   [green]r[/] with programs   [yellow]i[/] initialising   [yellow]o[/] waits for an image
        [red]×[/] off   [red]m[/] mute   [red]![/] something died or failed   ▁▄█ traffic
        """;

    public static IRenderable Draw(VirtualMachine machine, MachineReading reading, int room)
    {
        ChipLocation[] places = [.. machine.Boards.Select(static board => board.Location)];
        int width = places.Max(static place => place.X / TriadSize) + 1;
        int height = places.Max(static place => place.Y / TriadSize) + 1;
        bool hasBars = width * ((2 * BoardsInTriad) + 1) <= room;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{machine.Boards.Count} boards: {MachineConsole.CountStates(machine)}\n\n");
        for (int row = height - 1; row >= 0; row--)
        {
            for (int column = 0; column < width; column++)
            {
                // The numbers of boards go on from triad to triad, and from row to row.
                int first = BoardsInTriad * ((row * width) + column);
                for (int board = first; board < first + BoardsInTriad; board++)
                    text.Append(Mark(reading.Boards[board])).Append(hasBars ? $"[cyan]{TrafficBar.Of(reading.BoardRates[board])}[/]" : "");

                text.Append(' ');
            }

            text.Append('\n');
        }

        text.Append('\n').Append(Legend.ReplaceLineEndings("\n"));
        return new Markup(text.ToString());
    }

    private static string Mark(BoardSnapshot board) => board switch
    {
        { State: BoardState.Off } => "[red]×[/]",
        { IsMute: true } => "[red bold]m[/]",
        { State: BoardState.Rom } => "[yellow]o[/]",
        { State: BoardState.Initialising } => "[yellow]i[/]",
        _ when board.Chips.Any(HasFailed) => "[red bold]![/]",
        _ when board.Chips.Any(static chip => chip.Cores.Skip(1).Any(static state => state is not (CoreState.Idle or CoreState.Finished))) => "[green bold]r[/]",
        _ => "[green]R[/]",
    };

    private static bool HasFailed(ChipSnapshot chip) => chip.Failure is not null || chip.Cores.Any(static state => state is CoreState.RunTimeException or CoreState.Watchdog);
}
