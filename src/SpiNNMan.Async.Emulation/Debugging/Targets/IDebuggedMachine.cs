using SpiNNMan.Async.Emulation.Debugging.Replay;

namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>The facts about a machine, and about its owner, that a debugger needs.</summary>
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

    /// <summary>The replay of the same run; null if there is none.</summary>
    IReplayable? Replay { get; }

    /// <summary>The origin of the machine: its seed, and everything else that makes the same again.</summary>
    string Origin { get; }

    /// <summary>The name of a core: x,y,p.</summary>
    string NameOf(int chip, int core);

    /// <summary>The application and the state of a core.</summary>
    string Describe(int chip, int core);

    /// <summary>The machine is not paused any more: time is to pass again.</summary>
    void Resumed();
}
