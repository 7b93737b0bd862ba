using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Connections;

/// <summary>How a connection for SDP messages behaves; read-only from its first use on.</summary>
public sealed record SdpConnectionOptions : ConnectionOptions
{
    /// <summary>The defaults.</summary>
    public SdpConnectionOptions() => MaxDatagramSize = 1500;

    /// <summary>The chip whose Ethernet the connection goes to; needed for messages that want a reply.</summary>
    public ChipLocation? Chip { get; set => field = Writable(value); }
}
