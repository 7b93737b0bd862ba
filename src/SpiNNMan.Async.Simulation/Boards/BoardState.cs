namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>What a board is doing, as far as the network can tell.</summary>
/// <remarks>Protocol: virtual-machine.md, "Power and boot".</remarks>
public enum BoardState
{
    /// <summary>No power: silent on every port.</summary>
    Off,

    /// <summary>Powered, waiting for a boot image: listens to the boot port only and announces itself.</summary>
    Rom,

    /// <summary>Booted and looking for its neighbours: silent at first, then it answers but does not know its own address yet.</summary>
    Initialising,

    /// <summary>Booted: every command is served.</summary>
    Ready,
}
