namespace SpiNNMan.Async.Connections;

/// <summary>How a connection to a board management processor behaves; immutable, change it with <c>with</c>.</summary>
public sealed record BmpConnectionOptions : ScpConnectionOptions
{
    /// <summary>The defaults, which are right for a real BMP: it carries out one command at a time.</summary>
    public BmpConnectionOptions() => MaxWindow = 4;
}
