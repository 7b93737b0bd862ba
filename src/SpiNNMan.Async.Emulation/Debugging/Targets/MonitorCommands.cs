using System.Globalization;
using System.Text;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>The <c>monitor</c> commands of a debugger.</summary>
internal sealed class MonitorCommands(MachineDebugger debugger, IDebuggedMachine debugged)
{
    private const string Flush = "The debugger does not know that yet: say 'maintenance flush register-cache'.\n";

    private const string Help = """
        where             time, and what each core that executes does
        cores             all cores, with application and state
        packets           the packets that wait: for cores, to leave, in routers
        seed              what this run was made from
        time              the virtual time
        run-to TIME       'continue' stops at this virtual time: 12.5ms, 300us, 2s or clocks of 5 ns;
                          where one can go back, a time that is over is gone back to at once
        reverse-step      back by one instruction of this core
        reverse-continue  back to the last breakpoint or watchpoint
        focus CORES|all   breakpoints and watchpoints are on these cores only, such as '0,0,3 0,0,4'
        interrupts over|into
                          whether a step passes over the interrupts that come in between
        help              this

        """;

    /// <summary>Executes a command.</summary>
    /// <param name="core">The core that the debugger looks at.</param>
    /// <param name="command">The command and its arguments.</param>
    /// <returns>Its text.</returns>
    public string Execute(int core, string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        try
        {
            return (words.FirstOrDefault(), words.Length) switch
            {
                (null or "help", _) => Help,
                ("where", 1) => Where(),
                ("cores", 1) => Cores(),
                ("packets", 1) => Packets(),
                ("seed", 1) => $"{debugged.Origin}\n",
                ("time", 1) => $"{Time(debugged.Machine.Now)}\n",
                ("run-to", 2) => RunTo(core, words[1]),
                ("reverse-step", 1) => Back(debugger.StepBack(core)),
                ("reverse-continue", 1) => Back(debugger.ContinueBack(core)),
                ("focus", 1) => Focus(),
                ("focus", _) => Focus(words[1..]),
                ("interrupts", 2) => Interrupts(words[1]),
                _ => $"'{command}' is no command here; 'monitor help' lists them.\n",
            };
        }
        catch (DebugException refusal)
        {
            return $"{refusal.Message}\n";
        }
    }

    private static string Time(long clocks) => string.Create(CultureInfo.InvariantCulture, $"{clocks / (double)VirtualTime.Millisecond:0.######} ms");

    private static long ReadTime(string text)
    {
        (string Unit, long Clocks)[] units = [("ms", VirtualTime.Millisecond), ("us", VirtualTime.Microsecond), ("s", VirtualTime.Second), ("", 1)];
        (string unit, long clocks) = units.First(candidate => text.EndsWith(candidate.Unit, StringComparison.Ordinal));
        if (double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0 && number * clocks < 1e17)
            return (long)Math.Round(number * clocks);
        throw new DebugException($"'{text}' is no time: say for example 12.5ms, 300us, 2s, or a number of clocks of 5 ns.");
    }

    private static string ModeOf(uint status) => (status & 31) switch
    {
        0x10 => "user",
        0x11 => "fiq",
        0x12 => "irq",
        0x13 => "supervisor",
        0x17 => "abort",
        0x1b => "undefined",
        0x1f => "system",
        var other => $"mode {other:x}",
    };

    private static string Describe(Packet packet)
    {
        string payload = packet.HasPayload ? $" payload {packet.Payload:x8}" : "";
        return $"{packet.Type} key {packet.Key:x8}{payload}";
    }

    private static string StateOf(ChipCore core)
    {
        if (!core.IsOn) return "off";
        if (core.IsStopped) return "stopped";
        if (core.IsHeld) return "held";
        return core.Arm.IsSleeping ? "sleeps" : core.WaitsForLock >= 0 ? $"waits for lock {core.WaitsForLock}" : "executes";
    }

    private string Where()
    {
        var text = new StringBuilder($"time {Time(debugged.Machine.Now)}\n");
        for (int index = 0; index < debugger.CoreCount; index++)
        {
            ChipCore core = debugger.Cores[index];
            if (!core.IsOn || (core.Arm.IsSleeping && index != debugger.CurrentCore)) continue;
            text.Append(CultureInfo.InvariantCulture, $"{(index == debugger.CurrentCore ? '*' : ' ')} {debugger.NameOf(index),-9} pc {core.Arm.Pc:x8} lr {core.Arm[14]:x8} sp {core.Arm[13]:x8} {ModeOf(core.Arm.Cpsr)}, {StateOf(core)}\n");
        }

        return text.ToString();
    }

    private string Cores()
    {
        var text = new StringBuilder();
        for (int index = 0; index < debugger.CoreCount; index++)
        {
            string points = debugger.Points.AreOn(index) ? "" : ", no breakpoints";
            text.Append(CultureInfo.InvariantCulture, $"{index + 1,4} {debugger.NameOf(index),-9} {StateOf(debugger.Cores[index])}: {debugged.Describe(debugged.Cores[index].Chip, debugged.Cores[index].Core)}{points}\n");
        }

        return text.ToString();
    }

    private string Packets()
    {
        var text = new StringBuilder();
        for (int index = 0; index < debugger.CoreCount; index++)
        {
            CommunicationsController controller = debugger.Cores[index].Communications;
            foreach ((Packet packet, int link) in controller.Received)
                text.Append(CultureInfo.InvariantCulture, $"{debugger.NameOf(index)} has not taken {Describe(packet)} {(link == Packet.Local ? "of its chip" : $"by link {link}")}\n");
            foreach ((Packet packet, _) in controller.Leaving)
                text.Append(CultureInfo.InvariantCulture, $"{debugger.NameOf(index)} sends {Describe(packet)}\n");
        }

        for (int chip = 0; chip < debugged.Machine.Chips.Count; chip++)
        {
            foreach ((Packet packet, int link, bool isLocal) in debugged.Machine.Chips[chip].Devices.Router.Waiting)
                text.Append(CultureInfo.InvariantCulture, $"router of chip {chip} has {Describe(packet)} {(isLocal ? "of its chip" : $"by link {link}")}\n");
        }

        return text.Length == 0 ? "No packet waits anywhere.\n" : text.ToString();
    }

    private string RunTo(int core, string text)
    {
        long time = ReadTime(text);
        if (time <= debugged.Machine.Now && debugger.CanGoBack) return Back(debugger.GoBackTo(core, time));
        if (time <= debugged.Machine.Now) throw new DebugException($"It is {Time(debugged.Machine.Now)} already; go back with reverse-step or reverse-continue.");
        if (debugger.IsNonStop) throw new DebugException("The whole machine stops at a time: turn non-stop mode off.");
        debugged.Machine.PauseTime = time;
        return $"'continue' stops at {Time(time)}.\n";
    }

    private string Back(StopEvent what)
    {
        string reached = what.Kind == StopKind.Beginning ? "This is the beginning. " : "";
        return $"{reached}{debugger.NameOf(what.Core)} is before {debugger.Cores[what.Core].Arm.Pc:x8}, {Time(debugger.Cores[what.Core].Arm.Time)}.\n{Flush}";
    }

    private string Focus() => debugger.Points.AreOnAllCores
        ? "Breakpoints and watchpoints are on all cores.\n"
        : $"Breakpoints and watchpoints are on {string.Join(' ', Enumerable.Range(0, debugger.CoreCount).Where(debugger.Points.AreOn).Select(debugger.NameOf))}.\n";

    private string Focus(string[] names)
    {
        if (names is ["all"])
        {
            debugger.Points.Choose(null, debugger.Cores);
            return Focus();
        }

        List<int> chosen = [];
        foreach (string name in names)
        {
            int index = Enumerable.Range(0, debugger.CoreCount).FirstOrDefault(candidate => string.Equals(debugger.NameOf(candidate), name, StringComparison.Ordinal), -1);
            if (index < 0) throw new DebugException($"There is no core '{name}' here; 'monitor cores' lists them.");
            chosen.Add(index);
        }

        debugger.Points.Choose(chosen, debugger.Cores);
        return Focus();
    }

    private string Interrupts(string how)
    {
        if (how is not ("over" or "into")) throw new DebugException("Say 'interrupts over' or 'interrupts into'.");
        foreach (ChipCore core in debugger.Cores) core.Arm.Stops.StepsIntoInterrupts = how is "into";
        return $"A step goes {how} interrupts.\n";
    }
}
