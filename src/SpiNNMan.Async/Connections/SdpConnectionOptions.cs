using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections;

/// <summary>How a connection for SDP messages behaves; immutable, change it with <c>with</c>.</summary>
public sealed record SdpConnectionOptions : ConnectionOptions
{
    /// <summary>The defaults.</summary>
    public SdpConnectionOptions() => MaxDatagramSize = 1500;

    /// <summary>The chip whose Ethernet the connection goes to; needed for messages that want a reply.</summary>
    public ChipLocation? Chip { get; init; }
}
