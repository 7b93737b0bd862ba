using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Counters;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>A virtual machine as a picture in a terminal: what its boards and chips do, what comes, goes and gets lost.</summary>
internal sealed class MachinePicture(string kind, VirtualMachine machine)
{
    private const int MostRows = 8;
    private const int WideEnough = 100;
    private const int RowsAround = 6;

    /// <summary>Draws the picture.</summary>
    /// <param name="reading">What was seen.</param>
    /// <param name="uptime">How long the machine runs.</param>
    /// <param name="messages">The last things that happened, the newest last.</param>
    /// <param name="answer">The answer to the last command, if it needs the room of the picture.</param>
    /// <param name="prompt">What is being typed, or <see langword="null"/> if nobody can type.</param>
    /// <param name="size">Columns and rows of the terminal.</param>
    public IRenderable Draw(MachineReading reading, TimeSpan uptime, IReadOnlyList<string> messages, string? answer, string? prompt, (int Width, int Height) size)
    {
        bool isWide = size.Width >= WideEnough;
        IRenderable map = machine.Boards.Count == 1 ? ChipMap.Draw(reading) : BoardMap.Draw(machine, reading, isWide ? size.Width - WideEnough + 40 : size.Width);
        IRenderable tables = new Rows(DrawStates(reading), DrawCommands(reading), DrawDrops(reading));
        IRenderable body = isWide ? new Grid().AddColumn(new GridColumn().NoWrap().PadRight(4)).AddColumn().AddRow(map, tables) : new Rows(map, tables);
        int room = Math.Clamp(size.Height - RowsAround - (isWide ? 20 : 34), 2, MostRows);
        var rows = new List<IRenderable> { new Markup(DrawTitle(reading, uptime)), body };
        if (answer is not null)
            rows = [rows[0], new Text(answer)];

        rows.AddRange(messages.TakeLast(room).Select(message => new Text(message) { Overflow = Overflow.Ellipsis }));
        rows.Add(new Markup(prompt is null ? "[dim]Ctrl-C stops the machine.[/]" : $"[bold]>[/] {Markup.Escape(prompt)}[blink]_[/]  [dim]help lists the commands, Ctrl-C stops the machine[/]"));
        return new Rows(rows);
    }

    private string DrawTitle(MachineReading reading, TimeSpan uptime)
    {
        string firmware = string.Join(", ", reading.Boards.Select(static board => board.Firmware).OfType<Model.SoftwareVersion>().Distinct().Select(static version => $"SC&MP {version}"));
        string faults = MachineConsole.Describe(machine.Faults);
        string speed = machine.ServiceTime.Equals(ServiceTime.None) ? "fast" : "as slow as boards";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{Markup.Escape(kind)}[/] at {machine.Boards[0].EndPoint}  {(firmware.Length > 0 ? firmware : "not booted")}  up {uptime:hh\\:mm\\:ss}\n[green]{reading.Rates.In,9:N0}[/] in/s  [green]{reading.Rates.Out,9:N0}[/] out/s  [{(reading.Rates.Lost > 0 ? "red" : "dim")}]{reading.Rates.Lost,7:N0}[/] lost/s  [dim]network: {Markup.Escape(faults)}; {speed}; memory {Quantities.Bytes(machine.MemoryTaken)}; seed {machine.Options.Seed}[/]");
    }

    private static Table DrawStates(MachineReading reading)
    {
        Table table = Tables.OfRows("Cores", "");
        var states = reading.Boards.SelectMany(static board => board.Chips).SelectMany(static chip => chip.Cores.Skip(1)).CountBy(static state => state).OrderByDescending(static state => state.Value).Take(MostRows).ToArray();
        foreach ((Model.CpuState state, int count) in states)
            table.AddRow($"{state}", Quantities.Count(count));

        int unused = reading.Boards.SelectMany(static board => board.Chips).Count(static chip => !chip.IsUsed);
        if (unused > 0 || states.Length == 0)
            table.AddRow("[dim]chips nobody asked[/]", Quantities.Count(unused));

        return table;
    }

    private static Table DrawCommands(MachineReading reading)
    {
        Table table = Tables.OfRows("Commands", "all", "per s");
        foreach ((Wire.Scp.ScpCommand command, long count) in reading.Totals.Commands.OrderByDescending(static entry => entry.Value).Take(MostRows))
            table.AddRow($"{command}", Quantities.Count(count), Quantities.Count((long)reading.CommandRates.GetValueOrDefault(command)));

        if (reading.Bmp.Received > 0)
            table.AddRow("[dim]to the BMP[/]", Quantities.Count(reading.Bmp.Received), "");

        return reading.Totals.Commands.Count + reading.Bmp.Received > 0 ? table : table.AddRow("[dim]none yet[/]", "", "");
    }

    private static Table DrawDrops(MachineReading reading)
    {
        Table table = Tables.OfRows("Lost", "all");
        foreach ((DropReason reason, long count) in reading.Totals.Drops.OrderByDescending(static entry => entry.Value).Take(MostRows))
            table.AddRow($"[red]{reason}[/]", Quantities.Count(count));

        return reading.Totals.Drops.Count > 0 ? table : table.AddRow("[dim]nothing[/]", "");
    }
}
