using System.Diagnostics.Metrics;

namespace SpiNNMan.Async.Diagnostics;

/// <summary>The instruments that read the counters of connections. They cost nothing until they are collected.</summary>
/// <remarks>Names and units follow the conventions of OpenTelemetry. docs/metrics.md lists them.</remarks>
internal static class ConnectionInstruments
{
    private const string Requests = "{request}";
    private const string Replies = "{reply}";
    private const string Datagrams = "{datagram}";
    private const string Bytes = "By";
    private const string Seconds = "s";

    private static readonly List<Instrument> s_instruments = [.. OfRequests(), .. OfDatagrams()];

    /// <summary>Whether one of them has a listener.</summary>
    public static bool AreWatched => s_instruments.Exists(static instrument => instrument.Enabled);

    /// <summary>Makes sure that they exist.</summary>
    public static void Publish() => _ = s_instruments.Count > 0 && RequestDurations.AreWatched;

    private static List<Instrument> OfRequests() =>
    [
        Count("spinnaker.request.sent", Requests, "Requests sent for the first time.", true, (null, static counted => counted.Sent)),
        Count("spinnaker.request.answered", Requests, "Requests that were answered, with any result.", true, (null, static counted => counted.Answered)),
        Count(
            "spinnaker.request.resent",
            Requests,
            "Requests sent again, by reason: no reply came in time, replies to later requests overtook theirs, or the board asked for it.",
            true,
            ("timeout", static counted => counted.ResentAfterTimeout),
            ("overtaken", static counted => counted.ResentWhenOvertaken),
            ("try_again", static counted => counted.ResentToTryAgain)),
        Count("spinnaker.request.resent_needlessly", Requests, "Spurious retransmits: replies to both transmissions came.", true, (null, static counted => counted.ResentNeedlessly)),
        Count(
            "spinnaker.request.failed",
            Requests,
            "Requests without an answer, by reason: given up for want of a reply, or cancelled by their caller.",
            true,
            ("timeout", static counted => counted.TimedOut),
            ("cancelled", static counted => counted.Cancelled)),
        Level("spinnaker.request.in_flight", "Requests that wait for their replies.", static counted => counted.InFlight),
        Level("spinnaker.request.queued", "Requests that wait for a place in the window; a transfer of many requests counts as one.", static counted => counted.Queued),
        Gauge("spinnaker.request.window", Requests, "The congestion window: how many requests may be in flight at once.", static counted => counted.Window),
        Count("spinnaker.request.window_reductions", "{reduction}", "How often the window was made smaller because that lost less.", true, (null, static counted => counted.WindowReductions)),
        Gauge("spinnaker.request.loss_ratio", "1", "The part of the last transmissions that seems to be lost, 0 to 1.", static counted => counted.LossRate),
        Gauge("spinnaker.request.round_trip", Seconds, "The smoothed round trip to the chip asked last.", static counted => counted.RoundTrip?.TotalSeconds),
        Gauge("spinnaker.request.timeout", Seconds, "The retransmission timeout that follows from the round trips.", static counted => counted.Timeout.TotalSeconds),
        Count(
            "spinnaker.reply.dropped",
            Replies,
            "Replies that nobody waited for, by reason: late ones, and ones that came more often than their request was sent.",
            true,
            ("late", static counted => counted.Late),
            ("duplicate", static counted => counted.Duplicates)),
    ];

    private static List<Instrument> OfDatagrams() =>
    [
        Count(
            "spinnaker.datagram.count",
            Datagrams,
            "Datagrams, by direction.",
            false,
            MeterTags.Direction,
            ("receive", static counted => counted.DatagramsReceived),
            ("transmit", static counted => counted.DatagramsSent)),
        Count(
            "spinnaker.datagram.io",
            Bytes,
            "Bytes in datagrams, without the headers of UDP, by direction.",
            false,
            MeterTags.Direction,
            ("receive", static counted => counted.BytesReceived),
            ("transmit", static counted => counted.BytesSent)),
        Count(
            "spinnaker.datagram.dropped",
            Datagrams,
            "Datagrams dropped by this computer, by reason: no message of the connection, too long, not taken by the caller, not handled in time, or dropped by the system.",
            false,
            ("malformed", static counted => counted.Malformed),
            ("too_long", static counted => counted.Truncated),
            ("inbound_full", static counted => counted.InboundDropped),
            ("dispatcher_slow", static counted => counted.PumpDropped),
            ("system", static counted => counted.SystemDropped)),
        Count("spinnaker.connection.errors", "{error}", "Errors that the network reported, such as refusals.", false, (null, static counted => counted.WireErrors)),
        Count("spinnaker.connection.shortages", "{shortage}", "How often this computer had no memory to receive with.", false, (null, static counted => counted.ReceiveShortages)),
        SpinnakerTelemetry.Meter.CreateObservableUpDownCounter(
            "spinnaker.connection.open", static () => MeteredConnections.Measure<long>(static (board, _) => board.Open, tag: null, requestsOnly: false), "{connection}", "Open connections."),
    ];

    private static ObservableCounter<long> Count(string name, string unit, string description, bool requestsOnly, params (string? Reason, Func<ConnectionStatistics, long?> Select)[] parts) =>
        Count(name, unit, description, requestsOnly, MeterTags.Reason, parts);

    private static ObservableCounter<long> Count(string name, string unit, string description, bool requestsOnly, string tag, params (string? Value, Func<ConnectionStatistics, long?> Select)[] parts) =>
        SpinnakerTelemetry.Meter.CreateObservableCounter(
            name,
            () => parts.SelectMany(part => MeteredConnections.Measure<long>((_, counted) => part.Select(counted), part.Value is { } value ? new(tag, value) : null, requestsOnly)),
            unit,
            description);

    private static ObservableUpDownCounter<long> Level(string name, string description, Func<ConnectionStatistics, long> select) =>
        SpinnakerTelemetry.Meter.CreateObservableUpDownCounter(
            name, () => MeteredConnections.Measure<long>((_, counted) => select(counted), tag: null, requestsOnly: true), Requests, description);

    /// <summary>A state of an open connection. A board that no connection is open to has none.</summary>
    private static ObservableGauge<double> Gauge(string name, string unit, string description, Func<ConnectionStatistics, double?> select) =>
        SpinnakerTelemetry.Meter.CreateObservableGauge(
            name, () => MeteredConnections.Measure<double>((board, counted) => board.Open > 0 ? select(counted) : null, tag: null, requestsOnly: true), unit, description);
}
