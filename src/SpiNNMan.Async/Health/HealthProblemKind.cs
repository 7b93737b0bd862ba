namespace SpiNNMan.Async.Health;

/// <summary>The kinds of problems of a machine.</summary>
public enum HealthProblemKind
{
    /// <summary>A board does not answer, and so none of its chips does.</summary>
    BoardSilent,

    /// <summary>A chip does not answer, while the chip with the Ethernet of its board does.</summary>
    ChipSilent,

    /// <summary>A core stopped with a run-time error.</summary>
    CoreFailed,

    /// <summary>A core stopped answering its watchdog.</summary>
    CoreHangs,

    /// <summary>The router of a chip dropped packets since it was looked at before.</summary>
    PacketsDropped,

    /// <summary>The BMP of a board warns of a voltage, a temperature or a fan.</summary>
    BoardWarning,

    /// <summary>A BMP does not answer.</summary>
    BmpSilent,

    /// <summary>The router of a chip dropped packets of the chip's own cores since it was looked at before: "lost local" packets, which no entry of its table takes.</summary>
    /// <remarks>That shows if one of the four free counters counts such packets. Protocol: models.md, "Diagnostic filters".</remarks>
    LocalPacketsLost,

    /// <summary>A board did not answer at its own address when the machine was opened: its chips are reached over another board, more slowly.</summary>
    BoardUnreachable,
}
