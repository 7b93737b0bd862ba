using SpiNNMan.Async.Emulation.Chips;

namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>Chips that run together, and can be paused for a debugger.</summary>
internal interface IDebuggedChips
{
    /// <summary>The chips.</summary>
    IReadOnlyList<EmulatedChip> Chips { get; }

    /// <summary>The time up to which everything has happened.</summary>
    long Now { get; }

    /// <summary>Whether time stands still for a debugger. May be set at any time; it then stands still from the end of the window on.</summary>
    bool IsPaused { get; set; }

    /// <summary>Whether they stand within a window, since a debugger holds a chip.</summary>
    bool IsWithinWindow { get; }

    /// <summary>The time at whose window's end they pause by themselves.</summary>
    long PauseTime { get; set; }

    /// <summary>Called when time has been let pass and now stands still, by the thread that let it.</summary>
    Action? HasPaused { get; set; }
}
