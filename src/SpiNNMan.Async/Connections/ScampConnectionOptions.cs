using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections;

/// <summary>How a connection to a board's monitors behaves; read-only from its first use on.</summary>
public sealed record ScampConnectionOptions : ScpConnectionOptions
{
    /// <summary>The chip whose Ethernet the connection goes to. The default, (255, 255), works before it is known.</summary>
    public ChipLocation Chip { get; set => field = Writable(value); } = ChipLocation.Root;
}
