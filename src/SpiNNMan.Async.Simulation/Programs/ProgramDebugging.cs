using System.Globalization;
using SpiNNMan.Async.Emulation.Debugging.Replay;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>The cores that execute programs beneath modelled monitors, as a debugger sees them.</summary>
/// <param name="machine">The chips.</param>
/// <param name="windows">How their time passes.</param>
/// <param name="kernel">The serial world that they live in.</param>
/// <remarks>While a debugger is there, a core keeps its number, whether or not it executes any longer; those that begin are added behind the others.</remarks>
internal sealed class ProgramDebugging(ExecutingChips machine, ChipWindows windows, Kernel kernel) : IDebuggedMachine
{
    private readonly List<(int Chip, int Core)> _cores = [];

    /// <inheritdoc/>
    public RunGate Gate { get; } = new(kernel.Gate);

    /// <inheritdoc/>
    public IDebuggedChips Machine => windows;

    /// <inheritdoc/>
    public IReadOnlyList<(int Chip, int Core)> Cores => _cores;

    /// <inheritdoc/>
    public Action? CoresChanged { get; set; }

    /// <inheritdoc/>
    public IReplayable? Replay => null;

    /// <inheritdoc/>
    public string Origin => "programs beneath modelled monitors: what they do depends on what hosts send; with --engine chip, vm --record keeps that";

    /// <summary>Whether a debugger is there.</summary>
    public bool IsWatched => windows.HasPaused is not null;

    /// <summary>Makes ready for a debugger, which cannot come where no core is: if nothing executes yet, a core of a chip stands for those that will.</summary>
    /// <returns>Whether there is a core.</returns>
    public bool TryPrepare(VirtualChip chip)
    {
        if (!machine.IsOn)
            return false;

        if (!IsWatched)
            _cores.RemoveAll(place => !Executes(place.Chip, place.Core));

        if (_cores.Count == 0 && machine.FindOrMake(chip) is { } made)
            Add(made, chip.Identity.Cores[Math.Min(1, chip.WorkingCores - 1)]);

        return _cores.Count > 0;
    }

    /// <summary>A core is about to execute.</summary>
    public void Add(ExecutingChip chip, int physical)
    {
        (int Chip, int Core) place = (IndexOf(chip), physical);
        if (_cores.Contains(place))
            return;

        _cores.Add(place);
        CoresChanged?.Invoke();
    }

    /// <summary>A core executes no longer.</summary>
    public void Remove(ExecutingChip chip, int physical)
    {
        if (!IsWatched)
            _cores.Remove((IndexOf(chip), physical));
    }

    /// <inheritdoc/>
    public void Resumed() => machine.Resume();

    /// <inheritdoc/>
    public string NameOf(int chip, int core)
    {
        VirtualChip model = windows.All[chip].Chip;
        return string.Create(CultureInfo.InvariantCulture, $"{model.Location.X},{model.Location.Y},{VirtualOf(model, core)}");
    }

    /// <inheritdoc/>
    public string Describe(int chip, int core)
    {
        if (machine.IsOver)
            return "no power";

        VirtualChip model = windows.All[chip].Chip;
        Vcpu vcpu = model.Vcpu(VirtualOf(model, core));
        string what = Executes(chip, core) ? "" : "executes nothing, ";
        return string.Create(CultureInfo.InvariantCulture, $"{what}application {vcpu.ApplicationId}, {vcpu.State}, physical {core}");
    }

    private static int VirtualOf(VirtualChip model, int core) => model.Identity.Cores.IndexOf((byte)core);

    private bool Executes(int chip, int core) => windows.All[chip].CoreAt(VirtualOf(windows.All[chip].Chip, core)) is not null;

    private int IndexOf(ExecutingChip chip)
    {
        for (int index = 0; index < windows.All.Count; index++)
        {
            if (windows.All[index] == chip)
                return index;
        }

        throw new InvalidOperationException("The chip does not belong to the machine.");
    }
}
