using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Cpu;
using SpiNNMan.Async.Emulation.Cpu.Debugging;
using SpiNNMan.Async.Emulation.Debugging.Replay;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>Goes backwards: the run is made again from its start, to an instruction before.</summary>
/// <remarks>A moment is a core and its own time: before the first instruction of the core that is not earlier.</remarks>
internal sealed class TimeTravel(MachineDebugger debugger, IDebuggedMachine debugged)
{
    private const long FirstWindow = 2000;

    /// <summary>Goes to before the last instruction of a core.</summary>
    public StopEvent StepBack(int core)
    {
        IReplayable replay = Check();
        long now = debugger.Cores[core].Arm.Time;
        long bound = Bound();
        for (long window = FirstWindow; ; window *= 16)
        {
            // First to some time before, then one instruction after the other, to learn when the last one was.
            var watch = new LastInstruction(now);
            ChipCore replayed = Restart(replay, core);
            bool isFromStart = window >= now;
            if (!isFromStart) RunTo(replay, replayed, now - window, bound);
            replayed.Arm.Stops.Observer = watch;
            RunTo(replay, replayed, now, bound);
            if (watch.Time is { } time)
            {
                RunTo(replay, Restart(replay, core), time, bound);
                return Arrived(new StopEvent(core, StopKind.Step));
            }

            if (!isFromStart) continue;
            Restart(replay, core);
            return Arrived(new StopEvent(core, StopKind.Beginning));
        }
    }

    /// <summary>Goes to the last stop point before the moment of a core.</summary>
    public StopEvent ContinueBack(int core)
    {
        IReplayable replay = Check();
        long now = debugger.Cores[core].Arm.Time;
        long bound = Bound();
        (StopEvent Event, long Time)? last = null;
        Restart(replay, core);
        debugger.Points.Apply(debugger.Cores);
        ChipCore self = debugger.Cores[core];
        self.Arm.Stops.StopTime = now;
        bool isThere = false;
        SetStops((_, stopped) =>
        {
            // One that is at its stop point and at the moment, too, is the moment.
            isThere |= stopped == self && stopped.Arm.Time >= now;
            if (!isThere && debugger.IndexOf(stopped) >= 0) last = (debugger.EventOf(stopped), stopped.Arm.Time);
            if (isThere) debugged.Machine.IsPaused = true;
            else if (stopped == self) self.Arm.Stops.StopTime = now;
            return true;
        });
        debugged.Machine.PauseTime = bound;
        while (!debugged.Machine.IsPaused) replay.Advance();
        int target = last?.Event.Core ?? core;
        ChipCore replayed = Restart(replay, target);
        if (last is { } found) RunTo(replay, replayed, found.Time, bound);
        return Arrived(last?.Event ?? new StopEvent(core, StopKind.Beginning));
    }

    /// <summary>Goes to a time before now.</summary>
    public StopEvent GoBackTo(int core, long time)
    {
        IReplayable replay = Check();
        Restart(replay, core);
        debugged.Machine.PauseTime = time;
        while (!debugged.Machine.IsPaused) replay.Advance();
        return Arrived(new StopEvent(core, StopKind.Time));
    }

    private IReplayable Check()
    {
        if (debugged.Replay is not { } replay) throw new DebugException("This machine is not recorded, so that one cannot go back.");
        if (debugger.HasWritten) throw new DebugException("The debugger has written registers or memory. The run cannot be had again with that, so that one cannot go back.");
        if (debugger.IsNonStop) throw new DebugException("Going back is for the whole machine: turn non-stop mode off.");
        return replay;
    }

    /// <summary>The time at whose window's end the machine is now, or will be when the window is over in which it stands.</summary>
    private long Bound() => debugged.Machine.Now + (debugged.Machine.IsWithinWindow ? 1 : 0);

    private ChipCore Restart(IReplayable replay, int core)
    {
        debugger.Adopt(replay.Restart());
        foreach (ChipCore other in debugger.Cores) other.Arm.Stops.ForgetStops();
        debugged.Machine.HasPaused = null;
        return debugger.Cores[core];
    }

    /// <summary>Runs until a core is at a time, or the machine is where it was.</summary>
    private void RunTo(IReplayable replay, ChipCore core, long time, long bound)
    {
        IDebuggedChips machine = debugged.Machine;
        SetStops((_, stopped) =>
        {
            machine.IsPaused |= stopped == core;
            return true;
        });
        machine.IsPaused = false;
        machine.PauseTime = bound;
        core.Arm.Stops.StopTime = time;
        while (!machine.IsPaused) replay.Advance();
        core.Arm.Stops.StopTime = VirtualTime.Never;
    }

    private void SetStops(Func<EmulatedChip, ChipCore, bool> stops)
    {
        foreach (EmulatedChip chip in debugged.Machine.Chips) chip.CoreStops = stops;
    }

    /// <summary>Gives the machine its stop points back; it stands still.</summary>
    private StopEvent Arrived(StopEvent what)
    {
        IDebuggedChips machine = debugged.Machine;
        foreach (ChipCore core in debugger.Cores) core.Arm.Stops.Clear();
        machine.PauseTime = VirtualTime.Never;
        machine.IsPaused = true;
        debugger.Adopt(machine);
        return what;
    }

    /// <summary>Remembers the time of the last instruction before a time.</summary>
    private sealed class LastInstruction(long before) : ICoreObserver
    {
        public long? Time { get; private set; }

        public void Executing(ArmCore core)
        {
            if (core.Time < before) Time = core.Time;
        }

        public void Taking(ArmCore core, ArmException exception, uint address)
        {
        }
    }
}
