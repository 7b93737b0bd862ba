using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Monitor.Commands;

namespace SpiNNMan.Async.Simulation.Monitor;

/// <summary>Starts, stops and signals applications. Images are not executed: a core shows the states that a program would.</summary>
/// <remarks>Commands are answered first and take effect a moment later, as on a board.</remarks>
internal sealed class ApplicationControl(Scamp scamp)
{
    private static readonly TimeSpan s_effectDelay = TimeSpan.FromMilliseconds(1);

    private enum SignalKind
    {
        Initialise = 0,
        PowerDown = 1,
        Stop = 2,
        Start = 3,
        Sync0 = 4,
        Sync1 = 5,
        Pause = 6,
        Continue = 7,
        Exit = 8,
    }

    /// <summary>Starts what was loaded on cores of a chip.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="what">The application's number in bits 31 to 24, whether it waits for a signal in bit 18, and a bit for each core.</param>
    /// <param name="address">Where the image is.</param>
    public void Start(VirtualChip chip, uint what, uint address = ChipAddresses.SdramSystem)
    {
        byte application = (byte)(what >> 24);
        bool waits = (what & (1u << 18)) != 0;
        byte[] image = AplxImage.Read(chip.Memory, address);
        string name = AplxImage.FindName(image);
        bool isStub = name.AsSpan().SequenceEqual("sark");
        uint checksum = AplxImage.Checksum(image);
        uint cores = what & chip.ApplicationCores;
        ApplicationData.Start(chip.Memory, application, cores);
        for (int core = 1; core < chip.WorkingCores; core++)
        {
            if ((cores & (1u << core)) == 0)
                continue;

            VirtualCore target = chip.Core(core);
            IVirtualCoreApplication? program = scamp.Options.Applications.FirstOrDefault(rule => rule.Fits(name, checksum))?.Create();
            target.Load(program, application, name, chip.UnixTime, scamp.Firmware.Number);
            scamp.Schedule(s_effectDelay, () =>
            {
                if (chip.Vcpu(target.Number).State == CpuState.Initialising)
                    FinishStart(target, isStub, waits);
            });
        }
    }

    /// <summary>Opens the barrier that a core waits at.</summary>
    public void Release(VirtualCore core)
    {
        core.Chip.Vcpu(core.Number).State = CpuState.Running;
        if (core.Application is { } program)
            CoreServices.Guard(core, () => program.OnBarrier(new CoreServices(scamp, core)));
    }

    private void FinishStart(VirtualCore core, bool isStub, bool waits)
    {
        if (isStub)
            core.Chip.Vcpu(core.Number).State = CpuState.Idle;
        else if (waits)
            core.Chip.Vcpu(core.Number).State = CpuState.Ready;
        else
            Begin(core);
    }

    /// <summary>Lets the program of a core begin.</summary>
    public void Begin(VirtualCore core)
    {
        core.Chip.Vcpu(core.Number).State = CpuState.Running;
        core.Chip.Report?.Invoke(MachineEventKind.ProgramStarted, core.Number, $"A program began on {core.Location}.");
        if (core.Application is { } program)
            CoreServices.Guard(core, () => program.OnStart(new CoreServices(scamp, core)));
    }

    /// <summary>Sends a signal to all cores of an application, all over the machine.</summary>
    /// <param name="what">The signal in bits 19 to 16, the mask for application numbers in bits 15 to 8, the number in bits 7 to 0.</param>
    /// <param name="isMeant">Which chips it is for; all of them by default.</param>
    public void Signal(uint what, Func<ChipLocation, bool>? isMeant = null) => scamp.Schedule(s_effectDelay, () =>
    {
        var signal = (SignalKind)((what >> 16) & 0xF);
        byte mask = (byte)(what >> 8);
        byte application = (byte)what;
        // Chips that nobody has asked for run nothing but stubs, which have the number 0.
        VirtualChip[] chips = [.. (application & mask) == 0 && application == 0 ? scamp.Chips : scamp.KnownChips];
        foreach (VirtualChip chip in chips.Where(chip => chip.IsAlive && isMeant?.Invoke(chip.Location) != false))
        {
            for (int core = 1; core < chip.WorkingCores; core++)
            {
                if ((chip.Vcpu(core).ApplicationId & mask) == application)
                    Apply(signal, chip, chip.Core(core));
            }

            if (signal == SignalKind.Stop && mask != 0)
                TryFreeAll(chip, mask, application);
        }
    });

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

    private void Apply(SignalKind signal, VirtualChip chip, VirtualCore core)
    {
        Vcpu vcpu = chip.Vcpu(core.Number);
        switch (signal)
        {
            case SignalKind.Initialise or SignalKind.Stop:
                core.BecomeIdle(chip.UnixTime, scamp.Firmware.Number);
                break;
            case SignalKind.PowerDown:
                core.PowerDown();
                break;
            case SignalKind.Start when vcpu.State == CpuState.Ready:
                Begin(core);
                break;
            case SignalKind.Sync0 or SignalKind.Sync1:
                Synchronise(core, vcpu.State, second: signal == SignalKind.Sync1);
                break;
            case SignalKind.Continue when vcpu.State == CpuState.Paused:
                vcpu.State = CpuState.Running;
                break;
            case SignalKind.Pause when vcpu.State == CpuState.Running:
                vcpu.State = CpuState.Paused;
                break;
            case SignalKind.Exit when vcpu.State == CpuState.Running:
                core.Finish();
                break;
        }
    }

    /// <summary>The flag of a core stays as the signal leaves it: one that comes to its barrier later does not wait.</summary>
    private void Synchronise(VirtualCore core, CpuState state, bool second)
    {
        uint flag = 1u << core.Number;
        SystemControllerRegisters registers = core.Chip.SystemController;
        registers.SyncFlags = second ? registers.SyncFlags | flag : registers.SyncFlags & ~flag;
        if (state == (second ? CpuState.Sync1 : CpuState.Sync0))
            Release(core);
    }
}
