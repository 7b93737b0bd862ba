using SpiNNMan.Async.Emulation.Peripherals;

namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>The cores that the system controller of a chip controls.</summary>
/// <param name="chip">The chip.</param>
/// <remarks>
/// A core that finds the same lock taken twice, within 100 clocks, spins. Nothing that it could see changes before others have run, so it stands still until the lock is given
/// back, for a slice at most. The core that gives it back lets those go first that wait, so that locks go around.
/// </remarks>
internal sealed class SystemControl(EmulatedChip chip) : ISystemControl
{
    private const long SpinClocks = 100;

    private readonly (int Register, long Time)[] _lastFailures = new (int, long)[ChipOptions.MostCores];
    private uint _held;

    /// <inheritdoc/>
    public uint SleepingCores
    {
        get
        {
            uint sleeping = 0;
            foreach (ChipCore core in chip.Cores)
                if (core.Arm.IsSleeping) sleeping |= 1u << core.Number;
            return sleeping;
        }
    }

    /// <inheritdoc/>
    public void CoresGated()
    {
        uint held = chip.Devices.System.HeldInReset;
        uint off = chip.Devices.System.ClocksOff | chip.IdleCores;
        uint released = _held & ~held;
        _held = held;
        foreach (ChipCore core in chip.Cores)
        {
            uint bit = 1u << core.Number;
            if ((released & ~off & bit) != 0) core.Reset();
            else core.Switch(((held | off) & bit) == 0);
        }

        chip.Touch();
    }

    /// <inheritdoc/>
    public void ResetCores(uint cores)
    {
        uint off = chip.Devices.System.ClocksOff | chip.Devices.System.HeldInReset | chip.IdleCores;
        foreach (ChipCore core in chip.Cores)
            if ((cores & ~off & (1u << core.Number)) != 0) core.Reset();
        InterruptCores(chip.Devices.System.Interrupts);
        chip.Touch();
    }

    /// <inheritdoc/>
    public void InterruptCores(uint cores)
    {
        foreach (ChipCore core in chip.Cores) core.Vic.SetLine(InterruptSource.Processor, (cores & (1u << core.Number)) != 0);
        if ((cores & chip.Host.Cores) != 0) chip.AskHost();
    }

    /// <inheritdoc/>
    public void SetMiscellaneous(uint value) => chip.Memory.VectorsInSystemRam = (value & 1) != 0;

    /// <inheritdoc/>
    public void LinksSwitched() => chip.RouterCatchUp(chip.CurrentTime);

    /// <inheritdoc/>
    public void LockWasTaken(int register)
    {
        if (chip.Running is not { } core) return;
        ref (int Register, long Time) last = ref _lastFailures[core.Number];
        long now = core.Arm.Time;
        bool spins = last.Register == register && last.Time > 0 && now - last.Time < SpinClocks;
        last = (register, now);
        if (spins) core.WaitForLock(register, now + chip.Slice);
    }

    /// <inheritdoc/>
    public void LockIsFree(int register)
    {
        bool any = false;
        foreach (ChipCore core in chip.Cores)
        {
            if (core.WaitsForLock != register || core == chip.Running) continue;
            core.GoOn(chip.CurrentTime);
            _lastFailures[core.Number].Time = core.Arm.Time;
            any = true;
        }

        if (any) chip.LetOthersGoFirst();
    }
}
