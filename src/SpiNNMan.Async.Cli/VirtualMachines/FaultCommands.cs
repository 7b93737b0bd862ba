using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Commands that show and set the network faults of a virtual machine.</summary>
internal sealed class FaultCommands(VirtualMachine machine)
{
    private const int MostBoardsTold = 24;

    /// <summary>Describes the network faults of a machine in a few words.</summary>
    public static string DescribeBriefly(VirtualMachine machine) => machine.Boards.Count(static board => board.Faults is not null) switch
    {
        0 => Describe(machine.Faults),
        1 when machine.Boards.Count == 1 => Describe(machine.Boards[0].Faults!),
        int apart => $"{Describe(machine.Faults)}; other faults at {Quantities.Count(apart, "board")}",
    };

    /// <summary>Describes the network faults. With the word <c>off</c>, it removes them first.</summary>
    public string ShowOrRemove(ConsoleWords words)
    {
        bool endsThem = words.TryTake("off");
        VirtualBoard? board = TryTakeBoard(words);
        words.RequireEnd();
        if (endsThem && board is not null)
            board.Faults = null;
        else if (endsThem)
            machine.Faults = FaultOptions.None;

        return board is null ? DescribeAll() : Describe(board);
    }

    /// <summary>Sets a network fault of the whole machine, or of one board.</summary>
    public string SetFault(string fault, ConsoleWords words)
    {
        double value = LinkFaults.IsShare(fault) ? words.TakeShare() : words.TakeMilliseconds().TotalMilliseconds;
        bool inOnly = words.TryTake("in");
        bool outOnly = !inOnly && words.TryTake("out");
        VirtualBoard? board = TryTakeBoard(words);
        words.RequireEnd();
        if (board is null)
        {
            machine.Faults = machine.Faults.With(fault, value, ingress: !outOnly, egress: !inOnly);
            return Describe(machine.Faults);
        }

        board.Faults = (board.Faults ?? machine.Faults with { FloodFillLoss = 0, FloodReplyLoss = 0 }).With(fault, value, ingress: !outOnly, egress: !inOnly);
        return Describe(board);
    }

    /// <summary>Describes the network faults of the machine, and those of each board that has its own, a line each.</summary>
    public string DescribeAll() =>
        string.Join('\n', machine.Boards.Where(static board => board.Faults is not null).Take(MostBoardsTold).Select(Describe).Prepend(Describe(machine.Faults)));

    /// <summary>Sets the share of flood-fill packets that chips miss.</summary>
    public string SetFloodLoss(ConsoleWords words)
    {
        double share = words.TakeShare();
        words.RequireEnd();
        machine.Faults = machine.Faults with { FloodFillLoss = share };
        return Describe(machine.Faults);
    }

    private VirtualBoard? TryTakeBoard(ConsoleWords words) => words.TryTake("board") ? machine.Boards[words.TakeBoard(machine.Boards.Count)] : null;

    private string Describe(VirtualBoard board) => string.Create(CultureInfo.InvariantCulture, $"board {board.Number}: {Describe(board.Faults ?? machine.Faults)}");

    private static string Describe(FaultOptions faults)
    {
        string ingress = Describe(faults.Ingress);
        string egress = Describe(faults.Egress);
        string network = string.Equals(ingress, egress, StringComparison.Ordinal) ? ingress : $"in: {ingress}; out: {egress}";
        return faults.FloodFillLoss > 0 ? string.Create(CultureInfo.InvariantCulture, $"{network}; flood fills: loss {faults.FloodFillLoss}") : network;
    }

    private static string Describe(LinkFaults faults)
    {
        var parts = new List<string>();
        Add("loss", faults.Loss, "");
        Add("duplicate", faults.Duplication, "");
        Add("reorder", faults.Reordering, "");
        Add("corrupt", faults.Corruption, "");
        Add("delay", faults.Delay.TotalMilliseconds, " ms");
        Add("jitter", faults.Jitter.TotalMilliseconds, " ms");
        return parts.Count > 0 ? string.Join(", ", parts) : "no faults";

        void Add(string name, double value, string unit)
        {
            if (value > 0)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {value}{unit}"));
        }
    }
}
