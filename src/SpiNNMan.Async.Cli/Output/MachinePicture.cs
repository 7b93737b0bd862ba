using System.Globalization;
using System.Text;
using Spectre.Console;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Output;

/// <summary>Draws a machine. Each chip has a cell of three characters, or one character if there is no room for that, or each board has one character.</summary>
/// <param name="machine">The machine.</param>
/// <param name="health">The missing parts.</param>
internal sealed class MachinePicture(Machine machine, MachineFaults health)
{
    // Lines in files may have any length, but a picture should fit a screen.
    private const int WidthInFiles = 160;

    private const int CellWidth = 3;
    private const int Margin = 5;

    private readonly MachineMarks _marks = new(machine, health);

    /// <summary>Draws the machine with as much detail as the width of the console allows. Without colours, signs say what colours would.</summary>
    public void WriteTo(IAnsiConsole console)
    {
        MachineDimensions size = machine.Dimensions;
        bool isPlain = console.Profile.Capabilities.ColorSystem == ColorSystem.NoColors;
        int room = (console.Profile.Width == Terminal.WidthOfFiles ? WidthInFiles : console.Profile.Width) - Margin;
        if (size.Width * CellWidth <= room)
        {
            Write(console, size, 1, CellWidth, isPlain ? PlainCellOf : CellOf, isPlain
                ? "cores that work on each chip; E: with an Ethernet; o: some run; -: cores or links missing; xx: chip missing"
                : "cores that work on each chip; [bold]bold[/]: with an Ethernet; [green]green[/]: some run; [yellow]yellow[/]: cores or links missing; [red]xx[/]: chip missing");
        }
        else if (size.Width <= room)
        {
            Write(console, size, 1, 1, Sign, "[bold]E[/]: chip with an Ethernet; [green]o[/]: some cores run; [yellow]-[/]: cores or links missing; [red]x[/]: chip missing; .: whole");
        }
        else
        {
            Write(console, size, MachineGeometry.TriadSize / 3, 1, Board, "one sign for each board, at its Ethernet chip: [green]#[/] whole; [yellow]-[/] parts missing; [red]x[/] missing");
        }
    }

    private static void Write(IAnsiConsole console, MachineDimensions size, int step, int width, Func<ChipLocation, string> draw, string legend)
    {
        for (int y = (size.Height - 1) / step * step; y >= 0; y -= step)
        {
            var line = new StringBuilder();
            line.Append(CultureInfo.InvariantCulture, $"[grey]{y,3}[/] ");
            for (int x = 0; x < size.Width; x += step)
                line.Append(draw(new ChipLocation((byte)x, (byte)y)));

            console.MarkupLine(line.ToString().TrimEnd());
        }

        var axis = new StringBuilder("    ");
        for (int x = 0; x < size.Width; x += step)
        {
            // A number needs room for its digits and a space.
            bool fits = width > 2 || x / step % 4 == 0;
            string number = fits ? x.ToString(CultureInfo.InvariantCulture) : "";
            if (width > 2)
                axis.Append(number.PadLeft(width));
            else if (fits)
                axis.Append(number.PadRight(4 * width));
        }

        console.MarkupLine($"[grey]{axis.ToString().TrimEnd()}[/]");
        console.MarkupLine(legend);
    }

    private string CellOf(ChipLocation place)
    {
        if (_marks.OfChip(place) is not { } look)
            return new string(' ', CellWidth);

        // Colours say what the sign before the number says.
        string mark = machine.Contains(place) ? $" {look.Mark[1..]}" : look.Mark;
        return look.Style.Length == 0 ? mark : $"[{look.Style}]{mark}[/]";
    }

    private string PlainCellOf(ChipLocation place) => _marks.OfChip(place)?.Mark ?? new string(' ', CellWidth);

    private string Sign(ChipLocation place)
    {
        if (!machine.TryGetChip(place, out MachineChip? chip))
            return health.IsDead(place) ? "[red]x[/]" : " ";

        if (health.IsLacking(chip))
            return "[yellow]-[/]";

        return chip.IsEthernet ? $"[{_marks.StyleOf(chip)}]E[/]" : MachineMarks.IsBusy(chip) ? "[green]o[/]" : ".";
    }

    private string Board(ChipLocation place)
    {
        if (!machine.Geometry.TryGetNearestEthernet(place, out ChipLocation ethernet) || ethernet != place)
            return " ";

        (string mark, string style) = _marks.OfBoard(place);
        return $"[{style}]{mark}[/]";
    }
}
