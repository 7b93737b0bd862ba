using System.Globalization;
using System.Text;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Cli.VirtualMachines;

/// <summary>Executes commands that are typed while a virtual machine runs.</summary>
internal sealed class MachineConsole(VirtualMachine machine)
{
    private const int MostBoardsTold = 24;

    private const string Help = """
        status                    what the boards do, and what was lost
        boards                    where each board listens
        loss SHARE [in|out]       lose a share of the datagrams, 0 to 1, each way or one way
        duplicate, reorder, corrupt SHARE [in|out]
        delay, jitter MS [in|out]
            ... board N           at one board only
        flood SHARE               chips miss a share of the packets of flood fills
        faults [off] [board N]    what goes wrong on the network now, or nothing any more; a board shares the machine's again
        speed fast|real           commands take no time, or as long as on boards
        mute BOARD|all            boards hear and obey, but say nothing; unmute
        kill BOARD|all            boards lose their power; revive: they get it back and wait for an image
        kill X,Y                  the monitor of a chip dies
        busy X,Y MS               the monitor of a chip has no time
        heat BOARD DEGREES        how warm a board is, in degrees Celsius; 30 at first, and its BMP warns from 50 on
        link X,Y LINK off|on      cut a link in one direction, or mend it; LINK is 0 to 5, or east, ne, ...
        quit                      stop the machine
        """;

    private readonly FaultCommands _faults = new(machine);

    /// <summary>Executes a line.</summary>
    public ConsoleAnswer Execute(string line)
    {
        string command = line.Trim();
        try
        {
            var words = new ConsoleWords(command);
            string verb = words.Take("a command");
            string answer = Execute(verb, words);
            words.RequireEnd();
            return new ConsoleAnswer(command, Ok: true, answer, Quits: verb is "quit" or "exit");
        }
        catch (ConsoleException exception)
        {
            return new ConsoleAnswer(command, Ok: false, $"{command}: {exception.Message}. 'help' lists the commands.");
        }
        catch (Exception exception) when (exception is SpinnakerException or InvalidOperationException)
        {
            return new ConsoleAnswer(command, Ok: false, $"{command}: {exception.Message}");
        }
    }

    private string Execute(string verb, ConsoleWords words) => verb switch
    {
        "help" or "?" => Help,
        "quit" or "exit" => "stopping",
        "status" => DescribeMachine(),
        "boards" => string.Join('\n', machine.Boards.Select(BoardAddresses.Describe)),
        "faults" => _faults.ShowOrRemove(words),
        _ when LinkFaults.Names.Contains(verb, StringComparer.Ordinal) => _faults.SetFault(verb, words),
        "flood" => _faults.SetFloodLoss(words),
        "speed" => SetSpeed(words),
        "mute" => ApplyToBoards(words, "mute", static board => board.IsMute = true),
        "unmute" => ApplyToBoards(words, "no longer mute", static board => board.IsMute = false),
        "kill" => Kill(words),
        "revive" => ApplyToBoards(words, "on, and waiting for a boot image", static board => board.SwitchOn()),
        "busy" => KeepBusy(words),
        "link" => SetLink(words),
        "heat" => SetTemperature(words),
        _ => throw new ConsoleException("there is no such command"),
    };

    private string SetSpeed(ConsoleWords words)
    {
        if (machine.Execution is not null)
            throw new ConsoleException("commands take as long as the software of the chips does");

        machine.ServiceTime = words.Take("'fast' or 'real'") switch
        {
            "fast" => ServiceTime.None,
            "real" => ServiceTime.Hardware,
            _ => throw new ConsoleException("'fast' or 'real' is expected"),
        };
        return machine.ServiceTime.Equals(ServiceTime.None) ? "commands take no time" : "commands take as long as on boards";
    }

    private string ApplyToBoards(ConsoleWords words, string outcome, Action<VirtualBoard> act)
    {
        if (words.TryTake("all"))
        {
            words.RequireEnd();
            foreach (VirtualBoard board in machine.Boards)
                act(board);

            return $"all boards are {outcome}";
        }

        int number = words.TakeBoard(machine.Boards.Count);
        words.RequireEnd();
        act(machine.Boards[number]);
        return string.Create(CultureInfo.InvariantCulture, $"board {number} is {outcome}");
    }

    private string Kill(ConsoleWords words)
    {
        if (words.TryTakeChip() is not { } chip)
            return ApplyToBoards(words, "off", static board => board.SwitchOff());

        words.RequireEnd();
        machine.KillMonitor(chip);
        return $"the monitor of chip {chip} is dead";
    }

    private string KeepBusy(ConsoleWords words)
    {
        ChipLocation chip = words.TakeChip();
        TimeSpan time = words.TakeMilliseconds();
        words.RequireEnd();
        machine.KeepBusy(chip, time);
        return string.Create(CultureInfo.InvariantCulture, $"the monitor of chip {chip} is busy for {time.TotalMilliseconds:0} ms");
    }

    private string SetTemperature(ConsoleWords words)
    {
        int number = words.TakeBoard(machine.Boards.Count);
        double degrees = words.TakeDegrees();
        words.RequireEnd();
        machine.Boards[number].Temperature = degrees;
        return string.Create(CultureInfo.InvariantCulture, $"board {number} has {degrees:0.#} degrees");
    }

    private string SetLink(ConsoleWords words)
    {
        ChipLocation chip = words.TakeChip();
        int link = words.TakeLink();
        bool isOn = words.TakeSwitch();
        words.RequireEnd();
        machine.BreakLink(chip, link, isBroken: !isOn);
        return $"the link {LinkNames.NameOf(link)} of chip {chip} {(isOn ? "works" : "is cut away from it; the other direction works")}";
    }

    private string DescribeMachine()
    {
        var text = new StringBuilder();
        foreach (VirtualBoard board in machine.Boards.Take(MostBoardsTold))
            text.Append(CultureInfo.InvariantCulture, $"board {board.Number}: {DescribeState(board)}; {BoardCounters.Describe(board.Statistics)}\n");

        if (machine.Boards.Count > MostBoardsTold)
            text.Append(CultureInfo.InvariantCulture, $"... all {machine.Boards.Count} boards: {CountStates(machine)}; {BoardCounters.Describe(BoardCounters.Sum(machine.Boards.Select(static board => board.Statistics)))}\n");

        foreach (VirtualBmp bmp in machine.Bmps.Take(1))
            text.Append(CultureInfo.InvariantCulture, $"BMP: {BoardCounters.Describe(bmp.Statistics)}\n");

        text.Append(CultureInfo.InvariantCulture, $"network: {_faults.DescribeAll().ReplaceLineEndings("; ")}; {DescribeSpeed(machine)}\n");
        text.Append(ExecutionText.Of(machine) is { } pace ? $"execution: {pace}" : $"memory: {Quantities.Bytes(machine.MemoryTaken)} taken by the chips");
        if (machine.LastDefect is { } defect)
            text.Append(CultureInfo.InvariantCulture, $"\ndefect: {defect.Message}: please report it");

        return text.ToString();
    }

    /// <summary>Counts the boards in each state.</summary>
    public static string CountStates(VirtualMachine machine) =>
        string.Join(", ", machine.Boards.CountBy(static board => board.State).OrderBy(static state => state.Key).Select(static state => string.Create(CultureInfo.InvariantCulture, $"{state.Value} {state.Key}")));

    private static string DescribeSpeed(VirtualMachine machine) => machine switch
    {
        { Execution: not null } => "commands take as long as the software of the chips does",
        _ when machine.ServiceTime.Equals(ServiceTime.None) => "commands take no time",
        _ => "commands take as long as on boards",
    };

    private static string DescribeState(VirtualBoard board) =>
        $"{board.State}{(board.Firmware is { } firmware ? $" with SC&MP {firmware}" : "")}{(board.IsMute ? ", mute" : "")}";
}
