namespace SpiNNMan.Async.Emulation.Cpu;

/// <summary>Why <see cref="ArmCore.Run"/> returned.</summary>
internal enum SliceEnd
{
    /// <summary>The requested time is reached, or passed by part of one block.</summary>
    Time,

    /// <summary>A device answered <see cref="BusOutcome.EndSlice"/>. The next run of the core continues at the next instruction.</summary>
    BusAccess,

    /// <summary>The core waits for an interrupt. <see cref="ArmCore.SetInterruptLines"/> wakes it.</summary>
    Sleeping,

    /// <summary>A debugger stops it before the next instruction. <see cref="ArmCore.Stops"/> says why. The next run passes that instruction.</summary>
    Breakpoint,
}
