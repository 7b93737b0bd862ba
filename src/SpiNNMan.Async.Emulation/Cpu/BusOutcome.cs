namespace SpiNNMan.Async.Emulation.Cpu;

/// <summary>The answer of a device to an access of a core.</summary>
internal enum BusOutcome
{
    /// <summary>Done. The core goes on.</summary>
    Done,

    /// <summary>
    /// Done, and the core must stop after this instruction. The access changed the time or order of events: a packet left, a timer was
    /// loaded, or another core was interrupted. <see cref="ArmCore.Run"/> returns <see cref="SliceEnd.BusAccess"/>. The rest of the instruction is still executed.
    /// </summary>
    EndSlice,

    /// <summary>No device is at the address: the core takes a data abort.</summary>
    Abort,
}
