namespace SpiNNMan.Async.Emulation.Cpu;

/// <summary>Why <see cref="ArmCore.Run"/> returned.</summary>
internal enum SliceEnd
{
    /// <summary>The time asked for is reached, or passed by part of one block.</summary>
    Time,

    /// <summary>A device answered <see cref="BusOutcome.EndSlice"/>. The core goes on when it is run again, from the next instruction.</summary>
    BusAccess,

    /// <summary>The core waits for an interrupt. <see cref="ArmCore.SetInterruptLines"/> wakes it.</summary>
    Sleeping,

    /// <summary>The next instruction has a breakpoint. Running again goes past it.</summary>
    Breakpoint,
}
