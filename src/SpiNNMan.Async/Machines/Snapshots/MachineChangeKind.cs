namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>The kinds of differences between two snapshots of a machine.</summary>
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

    /// <summary>The address of an Ethernet chip changed, appeared or disappeared; or another board serves a chip.</summary>
    Ethernet,

    /// <summary>Virtual cores are other physical ones.</summary>
    CoreMap,

    /// <summary>Cores do something else.</summary>
    State,

    /// <summary>Another amount of memory or routing entries is free.</summary>
    Free,
}
