using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Receiving;

namespace SpiNNMan.Async.Live.Spif;

/// <summary>How a connection to a SPIF board behaves; read-only from its first use on.</summary>
/// <remarks>Protocol: live.md, "SPIF boards".</remarks>
public sealed record SpifOptions : SpinnakerOptions
{
    /// <summary>How many events the board puts in a datagram, 1 to 256. The default is 32.</summary>
    public int EventsPerDatagram { get; set => field = Writable(OptionChecks.Within(value, 1, 256)); } = 32;

    /// <summary>How long an event waits for others, in whole microseconds, 1 to 65,535. The default is 500 us.</summary>
    public TimeSpan Interval { get; set => field = Writable(OptionChecks.Within(value, TimeSpan.FromMicroseconds(1), TimeSpan.FromMicroseconds(65_535))); } = TimeSpan.FromMicroseconds(500);

    /// <summary>How readers queue events unless they say otherwise.</summary>
    public ReaderOptions Reading { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>How its socket behaves, and by which clock. The default is those of the system.</summary>
    public ConnectionOptions Connection { get; set => field = Writable(OptionChecks.NotNull(value)); } = new() { ReceiveBufferSize = 4 << 20, MaxDatagramSize = 1500 };

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Reading, Connection];
}
