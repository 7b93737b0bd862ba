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

    /// <summary>A debugger wants it to stop before the next instruction: <see cref="ArmCore.Stops"/> says why. Running again goes past it.</summary>
    Breakpoint,
}
