namespace SpiNNMan.Async.Wire.Scp;

/// <summary>How long a board may take for a command, in addition to the round trip.</summary>
/// <remarks>Protocol: scp.md, "How long commands take".</remarks>
public enum TimeoutClass
{
    /// <summary>Answered at once: the timeout follows the round trips measured.</summary>
    Prompt,

    /// <summary>Answered after the board has asked around: tens of milliseconds.</summary>
    Gathering,

    /// <summary>A flood-fill block goes out on every link, several times: up to a tenth of a second.</summary>
    Flooding,

    /// <summary>A whole application is copied from a neighbour, or a large block filled: seconds.</summary>
    Copying,

    /// <summary>Boards are powered up and their FPGAs loaded: ten seconds.</summary>
    Powering,
}
