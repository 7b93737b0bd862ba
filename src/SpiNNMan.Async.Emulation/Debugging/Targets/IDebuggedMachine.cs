using SpiNNMan.Async.Emulation.Debugging.Replay;

namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>What a debugger must know of a machine, and of who runs it.</summary>
internal interface IDebuggedMachine
{
    /// <summary>Entered by whoever runs the machine while time is let pass, and by the debugger while it looks.</summary>
    RunGate Gate { get; }

    /// <summary>The machine. It may be another one after <see cref="IReplayable.Restart"/>.</summary>
    IDebuggedChips Machine { get; }

    /// <summary>The cores that a debugger sees, in order: chips by their index, cores by their physical number.</summary>
    IReadOnlyList<(int Chip, int Core)> Cores { get; }

    /// <summary>Called, with the gate entered, when there are cores behind those that were there: they have not executed yet.</summary>
    Action? CoresChanged { get; set; }

    /// <summary>What has the same run again; null if nothing has.</summary>
    IReplayable? Replay { get; }

    /// <summary>What the machine was made from: its seed, and what else makes the same again.</summary>
    string Origin { get; }

    /// <summary>The name of a core: x,y,p.</summary>
    string NameOf(int chip, int core);

    /// <summary>What a core does: its application and state.</summary>
    string Describe(int chip, int core);

    /// <summary>The machine is not paused any more: time is to pass again.</summary>
    void Resumed();
}
