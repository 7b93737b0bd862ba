namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>The kinds of ports of a machine.</summary>
public enum AnsweringPortKind
{
    /// <summary>The monitors of a board.</summary>
    Board,

    /// <summary>The boot ROM of a board.</summary>
    Boot,

    /// <summary>A board management processor.</summary>
    Bmp,
}
