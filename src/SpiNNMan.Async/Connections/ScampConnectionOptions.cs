using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections;

/// <summary>How a connection to a board's monitors behaves; immutable, change it with <c>with</c>.</summary>
public sealed record ScampConnectionOptions : ScpConnectionOptions
{
    /// <summary>The chip whose Ethernet the connection goes to. The default, (255, 255), works before it is known.</summary>
    public ChipLocation Chip { get; init; } = ChipLocation.Root;
}
