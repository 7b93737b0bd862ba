using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Draws the chips of a board. Each chip has a sign for its state, and a bar for its traffic.</summary>
internal static class ChipMap
{
    private const string Legend = """
        [green]12[/] programs run   [blue]~3[/] wait   [dim]·[/] idle
        [red]![/] a program failed   [red]×[/] monitor dead
        [yellow]…[/] busy   [dim]o[/] not booted   ▁▄█ traffic
        """;

    public static IRenderable Draw(MachineReading reading)
    {
        BoardSnapshot board = reading.Boards[0];
        int width = board.Chips.Max(static chip => chip.Local.X) + 1;
        int height = board.Chips.Max(static chip => chip.Local.Y) + 1;
        Dictionary<ChipLocation, int> places = board.Chips.Select(static (chip, index) => (chip.Local, index)).ToDictionary(static entry => entry.Local, static entry => entry.index);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{DescribeState(board)}\n\n");
        for (int y = height - 1; y >= 0; y--)
        {
            text.Append(CultureInfo.InvariantCulture, $"[dim]{y}[/] ");
            for (int x = 0; x < width; x++)
                text.Append(places.TryGetValue(new ChipLocation((byte)x, (byte)y), out int index) ? Cell(board, board.Chips[index], reading.ChipRates[index]) : "    ");

            text.Append('\n');
        }

        text.Append("  [dim]");
        for (int x = 0; x < width; x++)
            text.Append(CultureInfo.InvariantCulture, $" {x}  ");

        text.Append("[/]\n\n").Append(Legend.ReplaceLineEndings("\n"));
        return new Markup(text.ToString());
    }

    public static string DescribeState(BoardSnapshot board) => board switch
    {
        { State: BoardState.Off } => "[red]off[/]",
        { IsMute: true } => $"[red]mute[/], {board.State}",
        { State: BoardState.Ready } => "[green]Ready[/]",
        { State: BoardState.Rom } => "[yellow]waits for a boot image[/]",
        _ => $"[yellow]{board.State}[/]",
    };

    private static string Cell(BoardSnapshot board, ChipSnapshot chip, double rate) => $"{Mark(board, chip)}[cyan]{TrafficBar.Of(rate)}[/] ";

    private static string Mark(BoardSnapshot board, ChipSnapshot chip)
    {
        if (board.State is BoardState.Off)
            return "[dim] ×[/]";
        if (board.State is BoardState.Rom or BoardState.Initialising)
            return "[dim] o[/]";
        if (chip.Failure is not null)
            return "[red bold] ×[/]";
        if (chip.IsBusy)
            return "[yellow bold] …[/]";
        if (chip.AwakeCores is { } awake)
            return awake > 0 ? string.Create(CultureInfo.InvariantCulture, $"[green bold]{awake,2}[/]") : chip.IsUsed ? "[dim] ·[/]" : "[dim] o[/]";
        if (chip.Cores.Any(static state => state is CoreState.RunTimeException or CoreState.Watchdog))
            return "[red bold] ![/]";

        int running = chip.Cores.Skip(1).Count(static state => state is CoreState.Running or CoreState.CMain);
        int waiting = chip.Cores.Skip(1).Count(static state => state is CoreState.Ready or CoreState.Sync0 or CoreState.Sync1 or CoreState.Paused or CoreState.Initialising);
        if (running > 0)
            return string.Create(CultureInfo.InvariantCulture, $"[green bold]{running,2}[/]");

        return waiting > 0 ? $"[blue bold]~{(waiting < 10 ? waiting.ToString(CultureInfo.InvariantCulture) : "+")}[/]" : "[dim] ·[/]";
    }
}
