namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>The outcome of a datagram to the boot ROM.</summary>
internal enum BootRomOutcome
{
    /// <summary>It does not belong to the boot protocol.</summary>
    Ignored,

    /// <summary>It belongs to the boot protocol, and was taken, or was no longer needed.</summary>
    Taken,

    /// <summary>The image is complete and starts now.</summary>
    Execute,
}
