namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>The kinds of faults that discovery finds, leaves out or repairs.</summary>
/// <remarks>Protocol: models.md, "Making the model of a machine".</remarks>
public enum DiscoveryFindingKind
{
    /// <summary>There is a route to the chip, but it did not answer as it should: left out.</summary>
    SilentChip,

    /// <summary>A link works but leads to no chip of the machine: left out.</summary>
    LinkToNowhere,

    /// <summary>A link works in one direction only.</summary>
    OneWayLink,

    /// <summary>No link that works leads from the boot chip to it.</summary>
    CutOffChip,

    /// <summary>A chip has an Ethernet address though another chip's Ethernet is nearest.</summary>
    BadEthernet,

    /// <summary>A board cannot be reached over its own Ethernet: it is served over the board the machine was opened by.</summary>
    UnreachableBoard,

    /// <summary>A chip, core or link was left out because the options say so.</summary>
    Ignored,

    /// <summary>The options name a part to leave out that the machine does not have.</summary>
    NothingToIgnore,

    /// <summary>A core runs something or crashed, and was left out because the options say so.</summary>
    BusyCore,

    /// <summary>A chip did not give the physical numbers of its cores.</summary>
    NoCoreMap,
}
