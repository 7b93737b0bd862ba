using System.Net;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Booting;

/// <summary>How a host is probed; read-only from its first use on.</summary>
/// <remarks>Protocol: connections.md, "What answers".</remarks>
public sealed record HostProbeOptions : SpinnakerOptions
{
    /// <summary>How the connection that asks behaves, and its network and clock, which announcements are heard with as well.</summary>
    public ScampConnectionOptions Connection { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>Whether announcements of unbooted boards are listened for meanwhile. The default is <see langword="true"/>.</summary>
    public bool HearAnnouncements { get; set => field = Writable(value); } = true;

    /// <summary>The local port that boards announce themselves to, 0 to 65535; 0 for one of the system's choice. The default is 54321.</summary>
    public int AnnouncementPort { get; set => field = Writable(OptionChecks.Within(value, IPEndPoint.MinPort, IPEndPoint.MaxPort)); } = BootMessage.Port;

    /// <summary>How long a host may say nothing before it counts as silent, more than 0 and up to a day. The default is 5 s: boards announce themselves every 4.1 s.</summary>
    public TimeSpan Patience
    {
        get;
        set => field = Writable(OptionChecks.Positive(value));
    } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Connection];
}
