namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The state of a board, as the network sees it.</summary>
/// <remarks>Protocol: virtual-machine.md, "Power and boot".</remarks>
public enum BoardState
{
    /// <summary>No power: silent on every port.</summary>
    Off,

    /// <summary>Powered, and waiting for a boot image. The board listens to the boot port only, and announces itself.</summary>
    Rom,

    /// <summary>Booted, and looking for its neighbours. The board is silent at first. Then it answers, but does not know its own address yet.</summary>
    Initialising,

    /// <summary>Booted: every command is served.</summary>
    Ready,
}
