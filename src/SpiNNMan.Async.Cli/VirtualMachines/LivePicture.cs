using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Draws a virtual machine in a terminal: what its boards and chips do, and how many datagrams are received, sent and lost.</summary>
internal sealed class LivePicture(string kind, VirtualMachine machine)
{
    private const int MostRows = 8;
    private const int WideEnough = 100;
    private const int MostMessages = 8;

    // The rows of the title, the map of a board, its legend, the summary, and the input line.
    private const int HeightOfMap = 23;

    // The rows of the title, three table headings with their lines and gaps, and the input line.
    private const int RowsAround = 18;

    private int _rows = MostRows;

    /// <summary>Draws the picture.</summary>
    /// <param name="reading">The state of the machine.</param>
    /// <param name="uptime">How long the machine has run.</param>
    /// <param name="messages">The last messages, with the newest at the end.</param>
    /// <param name="answer">An answer of several lines, which is shown instead of the picture; <see langword="null"/> for the picture.</param>
    /// <param name="prompt">The text that is being typed; <see langword="null"/> if there is no keyboard.</param>
    /// <param name="size">The columns and rows of the terminal.</param>
    public IRenderable Draw(MachineReading reading, TimeSpan uptime, IReadOnlyList<string> messages, string? answer, string? prompt, (int Width, int Height) size)
    {
        bool isWide = size.Width >= WideEnough;
        int room = Math.Clamp(size.Height - HeightOfMap, 1, MostMessages);
        _rows = Math.Clamp((size.Height - RowsAround - room) / 3, 1, MostRows);
        IRenderable map = machine.Boards.Count == 1 ? ChipMap.Draw(reading) : BoardMap.Draw(machine, reading, isWide ? size.Width - WideEnough + 40 : size.Width);
        IRenderable body = isWide
            ? new Grid().AddColumn(new GridColumn().NoWrap().PadRight(4)).AddColumn().AddRow(map, new Rows(DrawStates(reading), DrawCommands(reading), DrawDrops(reading)))
            : new Rows(map, new Text(Shorten(Summarise(reading), size.Width)));
        var rows = new List<IRenderable> { new Markup(DrawTitle(reading, uptime)), body };
        if (answer is not null)
            rows = [rows[0], new Text(answer)];

        rows.AddRange(messages.TakeLast(room).Select(message => new Text(Shorten(message, size.Width))));
        rows.Add(new Markup(prompt is null ? "[dim]Ctrl-C stops the machine.[/]" : $"[bold]>[/] {Markup.Escape(prompt)}[blink]_[/]  [dim]help lists the commands, Ctrl-C stops the machine[/]"));
        return new Rows(rows);
    }

    /// <summary>The content of the tables in two lines, for a narrow terminal.</summary>
    private static string Summarise(MachineReading reading)
    {
        string commands = string.Join(", ", reading.Totals.Commands.OrderByDescending(static entry => entry.Value).Select(static entry => $"{entry.Key} {Quantities.Count(entry.Value)}"));
        string drops = string.Join(", ", reading.Totals.Drops.OrderByDescending(static entry => entry.Value).Select(static entry => $"{entry.Key} {Quantities.Count(entry.Value)}"));
        return $"Commands: {(commands.Length > 0 ? commands : "none yet")}\nLost: {(drops.Length > 0 ? drops : "nothing")}";
    }

    private static string Shorten(string text, int width) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length < width ? line : $"{line[..Math.Max(0, width - 4)]}..."));

    private string DrawTitle(MachineReading reading, TimeSpan uptime)
    {
        string firmware = string.Join(", ", reading.Boards.Select(static board => board.Firmware).OfType<SoftwareVersion>().Distinct().Select(static version => $"SC&MP {version}"));
        string faults = FaultCommands.DescribeBriefly(machine);
        string speed = machine.ServiceTime.Equals(ServiceTime.None) ? $"fast; {Quantities.Bytes(machine.MemoryTaken)}" : $"as slow as boards; {Quantities.Bytes(machine.MemoryTaken)}";
        if (machine.Execution is { } execution)
            speed = string.Create(CultureInfo.InvariantCulture, $"chips execute, at {execution.AchievedPace:0.00} of real time");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{Markup.Escape(kind)}[/] at {machine.Boards[0].EndPoint}  {(firmware.Length > 0 ? firmware : reading.Boards.Any(static board => board.State is BoardState.Ready) ? "an image" : "not booted")}  up {uptime:hh\\:mm\\:ss}\n[green]{reading.Rates.In,9:N0}[/] in/s  [green]{reading.Rates.Out,9:N0}[/] out/s  [{(reading.Rates.Lost > 0 ? "red" : "dim")}]{reading.Rates.Lost,7:N0}[/] lost/s  [dim]network: {Markup.Escape(faults)}; {speed}[/]");
    }

    private static Table CreateTable(string first, params ReadOnlySpan<string> others)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(first).NoWrap());
        foreach (string heading in others)
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());

        return table;
    }

    private Table DrawStates(MachineReading reading)
    {
        Table table = CreateTable("Cores", "");
        var states = reading.Boards.SelectMany(static board => board.Chips).SelectMany(static chip => chip.Cores.Skip(1)).CountBy(static state => state).OrderByDescending(static state => state.Value).Take(_rows).ToArray();
        foreach ((CoreState state, int count) in states)
            table.AddRow($"{state}", Quantities.Count(count));

        // The virtual machine does not know the states of cores that execute an image: only their own software does.
        if (machine.Execution is not null)
        {
            table.AddRow("[dim]awake[/]", Quantities.Count(reading.Boards.SelectMany(static board => board.Chips).Sum(static chip => chip.AwakeCores ?? 0)));
            return table;
        }

        int unused = reading.Boards.SelectMany(static board => board.Chips).Count(static chip => !chip.IsUsed);
        if (unused > 0 || states.Length == 0)
            table.AddRow("[dim]chips nobody asked[/]", Quantities.Count(unused));

        return table;
    }

    private Table DrawCommands(MachineReading reading)
    {
        Table table = CreateTable("Commands", "all", "per s");
        foreach ((Wire.Scp.ScpCommand command, long count) in reading.Totals.Commands.OrderByDescending(static entry => entry.Value).Take(_rows))
            table.AddRow($"{command}", Quantities.Count(count), Quantities.Count((long)reading.CommandRates.GetValueOrDefault(command)));

        if (reading.Bmp.Received > 0)
            table.AddRow("[dim]to the BMP[/]", Quantities.Count(reading.Bmp.Received), "");

        if (machine.Execution is not null)
            return table.AddRow("[dim]not told by chips that execute[/]", "", "");

        return reading.Totals.Commands.Count + reading.Bmp.Received > 0 ? table : table.AddRow("[dim]none yet[/]", "", "");
    }

    private Table DrawDrops(MachineReading reading)
    {
        Table table = CreateTable("Lost", "all");
        foreach ((DropReason reason, long count) in reading.Totals.Drops.OrderByDescending(static entry => entry.Value).Take(_rows))
            table.AddRow($"[red]{reason}[/]", Quantities.Count(count));

        return reading.Totals.Drops.Count > 0 ? table : table.AddRow("[dim]nothing[/]", "");
    }
}
