using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>Asks the cores of a chip that execute, one after the other, for a sign of life, as the monitor does if it is told to; and stops those that give none.</summary>
internal sealed class SoftWatchdog(ExecutingChip chip, Kernel kernel)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(1);
    private const long PatienceClocks = 200_000;

    private readonly Dictionary<ExecutingCore, int> _misses = [];
    private int _next;
    private bool _isOn;

    /// <summary>Begins, if there is anything to look after.</summary>
    public void Start()
    {
        if (_isOn || !chip.Chip.HasWatchdog)
            return;

        _isOn = true;
        kernel.Schedule(s_interval, Tick);
    }

    private void Tick()
    {
        if (!chip.IsUsed || !chip.Chip.HasWatchdog || !chip.Chip.IsAlive)
        {
            _isOn = false;
            _misses.Clear();
            return;
        }

        kernel.Schedule(s_interval, Tick);
        if (chip.IsPaused)
            return;

        _next = (_next % Math.Max(1, chip.Chip.WorkingCores - 1)) + 1;
        if (chip.CoreAt(_next) is not { } core || chip.Chip.Vcpu(_next).State < CoreState.Initialising)
            return;

        if (core.TryAsk())
            Await(core, chip.Now + PatienceClocks);
        else
            Judge(core);
    }

    /// <summary>Gives a core its time to answer. On the clock of the chip: while a debugger holds it, no core can.</summary>
    private void Await(ExecutingCore core, long until) => kernel.Schedule(s_patience, () =>
    {
        if (chip.IsPaused || chip.Now < until)
            Await(core, until);
        else
            Judge(core);
    });

    private void Judge(ExecutingCore core)
    {
        if (chip.CoreAt(core.Number) != core || !core.IsSilent)
        {
            _misses.Remove(core);
            return;
        }

        int misses = _misses.GetValueOrDefault(core) + 1;
        _misses[core] = misses;
        if (misses < chip.Chip.Memory.ReadByte(LiveVariables.SoftWatchdog))
            return;

        _misses.Remove(core);
        chip.Chip.Core(core.Number).BiteExecuted();
    }
}
