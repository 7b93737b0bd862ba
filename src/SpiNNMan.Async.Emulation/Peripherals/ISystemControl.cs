namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The parts of a chip that the system controller controls.</summary>
internal interface ISystemControl
{
    /// <summary>The physical cores that wait for an interrupt.</summary>
    uint SleepingCores { get; }

    /// <summary>The clocks or reset levels of cores changed.</summary>
    void CoresGated();

    /// <summary>Starts cores at the reset vector.</summary>
    /// <param name="cores">The physical cores.</param>
    void ResetCores(uint cores);

    /// <summary>The interrupts of cores changed.</summary>
    /// <param name="cores">The physical cores for which they are up.</param>
    void InterruptCores(uint cores);

    /// <summary>The miscellaneous control register changed.</summary>
    /// <param name="value">Its value.</param>
    void SetMiscellaneous(uint value);

    /// <summary>Links were switched on or off.</summary>
    void LinksSwitched();

    /// <summary>A core found a lock taken.</summary>
    /// <param name="register">The number of the lock.</param>
    void LockWasTaken(int register);

    /// <summary>A lock was released.</summary>
    /// <param name="register">The number of the lock.</param>
    void LockIsFree(int register);
}
