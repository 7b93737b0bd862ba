namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>In what two snapshots of a machine differ.</summary>
public enum MachineChangeKind
{
    /// <summary>Width, height or the boot chip.</summary>
    Shape,

    /// <summary>A chip is not there any more.</summary>
    ChipLost,

    /// <summary>A chip is there that was not.</summary>
    ChipFound,

    /// <summary>A core is not there any more.</summary>
    CoreLost,

    /// <summary>A core is there that was not.</summary>
    CoreFound,

    /// <summary>A link does not work any more.</summary>
    LinkLost,

    /// <summary>A link works that did not.</summary>
    LinkFound,

    /// <summary>An Ethernet chip has another address, none any more, or one that it had not; or a chip is served by another board.</summary>
    Ethernet,

    /// <summary>Virtual cores are other physical ones.</summary>
    CoreMap,

    /// <summary>Cores do something else.</summary>
    State,

    /// <summary>Another amount of memory or routing entries is free.</summary>
    Free,
}
