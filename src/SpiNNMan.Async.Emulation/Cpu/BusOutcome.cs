namespace SpiNNMan.Async.Emulation.Cpu;

/// <summary>What a device answers to an access of a core.</summary>
internal enum BusOutcome
{
    /// <summary>Done; the core goes on.</summary>
    Done,

    /// <summary>
    /// Done, and the core must stop after this very instruction: the access changed when or in which order something happens (a packet left, a timer was
    /// loaded, another core was interrupted). <see cref="ArmCore.Run"/> returns <see cref="SliceEnd.BusAccess"/>. The rest of the instruction is still executed.
    /// </summary>
    EndSlice,

    /// <summary>Nothing answers at the address: the core takes a data abort.</summary>
    Abort,
}
