namespace SpiNNMan.Async.Connections;

/// <summary>How a connection to a board management processor behaves; read-only from its first use on.</summary>
public sealed record BmpConnectionOptions : ScpConnectionOptions
{
    /// <summary>The defaults, which are right for a real BMP: it carries out one command at a time.</summary>
    public BmpConnectionOptions() => MaxWindow = 4;

    private protected override string Absence =>
        "the frame has no such board, or the board is dead or not plugged in: a frame has boards 0 to 23, and its first BMP knows which of them exist.";
}
