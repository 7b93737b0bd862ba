namespace SpiNNMan.Async.Simulation.Boot;

/// <summary>What the boot ROM made of a datagram.</summary>
internal enum BootRomOutcome
{
    /// <summary>It is not of the boot protocol.</summary>
    Ignored,

    /// <summary>It is, and was taken, or was not wanted any more.</summary>
    Taken,

    /// <summary>The image is whole and starts now.</summary>
    Execute,
}
