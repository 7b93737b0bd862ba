using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Firmware.Commands;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>Applies signals to the cores of an application, on the whole machine.</summary>
internal sealed class Signals(ChipSet all, ApplicationControl applications, MachineClock clock, Func<VirtualCore, CoreServices> services)
{
    /// <summary>The exit code of a program that a signal ended.</summary>
    private const byte EndedBySignal = 255;

    /// <summary>The time that a packet takes from one chip to its neighbour.</summary>
    private static readonly TimeSpan s_perHop = TimeSpan.FromMicroseconds(10);

    /// <summary>Sends a signal to all cores of an application. STOP and INIT spread from chip to chip, and the asked chip obeys them before it answers. Other signals take
    /// effect a moment after the answer.</summary>
    /// <param name="from">The chip that was asked.</param>
    /// <param name="what">The signal in bits 19 to 16, the mask for application numbers in bits 15 to 8, the number in bits 7 to 0.</param>
    /// <param name="isMeant">Whether a chip gets the signal. The default is all chips.</param>
    public void Send(VirtualChip from, uint what, Func<ChipLocation, bool>? isMeant = null)
    {
        if ((Signal)((what >> 16) & 0xF) is Signal.Stop or Signal.Initialise)
            Spread(from, what, isMeant);
        else
            clock.Schedule(ApplicationControl.EffectDelay, () => DeliverAll(ChipsFor((byte)what, isMeant), what));
    }

    /// <summary>Spreads a signal from neighbour to neighbour. It reaches chips at equal distances at the same time.</summary>
    private void Spread(VirtualChip from, uint what, Func<ChipLocation, bool>? isMeant)
    {
        foreach (IGrouping<int, VirtualChip> ring in ChipsFor((byte)what, isMeant).GroupBy(chip => all.HopsBetween(from.Location, chip.Location)))
        {
            VirtualChip[] chips = [.. ring];
            if (ring.Key == 0)
                DeliverAll(chips, what);
            else
                clock.Schedule(ring.Key * s_perHop, () => DeliverAll(chips, what));
        }
    }

    /// <summary>The chips that a signal is for. Chips that have not been used run only stubs, which have the number 0.</summary>
    private VirtualChip[] ChipsFor(byte application, Func<ChipLocation, bool>? isMeant) =>
        [.. (application == 0 ? all.All : all.Known).Where(chip => isMeant?.Invoke(chip.Location) != false)];

    private void DeliverAll(VirtualChip[] chips, uint what)
    {
        foreach (VirtualChip chip in chips.Where(static chip => chip.IsAlive))
            Deliver(chip, (Signal)((what >> 16) & 0xF), (byte)(what >> 8), (byte)what);
    }

    private void Deliver(VirtualChip chip, Signal signal, byte mask, byte application)
    {
        uint stubs = 0;
        for (int core = 1; core < chip.WorkingCores; core++)
        {
            if ((chip.Vcpu(core).ApplicationId & mask) != application)
                continue;

            Apply(signal, chip.Core(core));
            if (signal is Signal.Initialise or Signal.Stop)
                stubs |= 1u << core;
        }

        if (stubs != 0)
            applications.StartStubs(chip, stubs);

        if (signal == Signal.Stop && mask != 0)
            TryFreeAll(chip, mask, application);
    }

    private static void TryFreeAll(VirtualChip chip, byte mask, byte application)
    {
        try
        {
            FreeAll(chip, mask, application);
        }
        catch (EndlessLoopException exception)
        {
            chip.Hang($"The monitor of chip {chip.Location} hangs in stopping application {application}: {exception.Message}");
        }
    }

    private static void FreeAll(VirtualChip chip, byte mask, byte application)
    {
        for (int owner = Math.Max((int)application, 1); owner <= byte.MaxValue && (owner & mask) == application; owner++)
        {
            if (!ApplicationData.TryClean(chip.Memory, (byte)owner))
                continue;

            AllocateCommand.FreeSdramOf(chip, (byte)owner);
            foreach (uint block in chip.SystemHeap.AllocationsOf((byte)owner))
                chip.SystemHeap.Free(block);

            chip.RoutingTable.FreeAll((byte)owner, clear: true);
        }
    }

    private void Apply(Signal signal, VirtualCore core)
    {
        CoreState state = core.Chip.Vcpu(core.Number).State;
        if (core.Execution is { } execution && signal is not Signal.PowerDown)
        {
            TellExecuted(signal, core, execution);
            return;
        }

        switch (signal)
        {
            case Signal.PowerDown:
                core.PowerDown();
                break;
            case Signal.Start when core.AwaitsStart:
                applications.Begin(core);
                break;
            case Signal.Sync0 or Signal.Sync1:
                Synchronise(core, state, second: signal == Signal.Sync1);
                break;
            case >= Signal.Pause and <= Signal.User3 when core.IsListening && state != CoreState.Idle:
                TellProgram(signal, core);
                break;
        }
    }

    /// <summary>A program that executes obeys a signal itself. The monitor only passes the signal on, or opens the barrier.</summary>
    private static void TellExecuted(Signal signal, VirtualCore core, ICoreExecution execution)
    {
        uint flag = 1u << core.Number;
        SystemControllerRegisters registers = core.Chip.SystemController;
        switch (signal)
        {
            case Signal.Sync0:
                registers.SyncFlags &= ~flag;
                execution.Interrupt();
                break;
            case Signal.Sync1:
                registers.SyncFlags |= flag;
                execution.Interrupt();
                break;
            case Signal.Start or (>= Signal.Pause and <= Signal.User3):
                execution.Send(signal);
                break;
        }
    }

    /// <summary>The flag of a core keeps the state that the signal set. A core that comes to its barrier later does not wait.</summary>
    private void Synchronise(VirtualCore core, CoreState state, bool second)
    {
        uint flag = 1u << core.Number;
        SystemControllerRegisters registers = core.Chip.SystemController;
        registers.SyncFlags = second ? registers.SyncFlags | flag : registers.SyncFlags & ~flag;
        if (state == (second ? CoreState.Sync1 : CoreState.Sync0))
            applications.Release(core);
    }

    /// <summary>Passes on the signals that the program itself handles.</summary>
    private void TellProgram(Signal signal, VirtualCore core)
    {
        bool goesItsOwnWay = core.Application?.UsesSpin1Api == true;
        if (core.Application is { } program)
            CoreServices.Guard(core, () => program.OnSignal(services(core), signal));

        switch (signal)
        {
            case Signal.Pause when core.IsListening:
                core.Pause(stops: !goesItsOwnWay);
                break;
            case Signal.Continue when core.IsListening:
                core.Continue();
                break;
            case Signal.Exit when !goesItsOwnWay && core.Chip.Vcpu(core.Number).State == CoreState.Running:
                core.Finish(EndedBySignal);
                break;
        }
    }
}
