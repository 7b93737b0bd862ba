namespace SpiNNMan.Async.Cli.Watching;

/// <summary>How near one looks.</summary>
internal enum TopLevel
{
    /// <summary>All boards, as hexagons or by their chips.</summary>
    Machine,

    /// <summary>The chips of a board.</summary>
    Board,

    /// <summary>The cores of a chip.</summary>
    Chip,

    /// <summary>One core.</summary>
    Core,
}
