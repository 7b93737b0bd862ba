namespace SpiNNMan.Async.Diagnostics;

/// <summary>Adds up the counters of the connections to one board.</summary>
internal static class StatisticsSum
{
    /// <summary>Adds the counters of another connection. States such as the window are those of the one that is added last.</summary>
    public static ConnectionStatistics Plus(this ConnectionStatistics sum, ConnectionStatistics other) => other with
    {
        Sent = sum.Sent + other.Sent,
        Answered = sum.Answered + other.Answered,
        ResentAfterTimeout = sum.ResentAfterTimeout + other.ResentAfterTimeout,
        ResentWhenOvertaken = sum.ResentWhenOvertaken + other.ResentWhenOvertaken,
        ResentToTryAgain = sum.ResentToTryAgain + other.ResentToTryAgain,
        ResentNeedlessly = sum.ResentNeedlessly + other.ResentNeedlessly,
        TimedOut = sum.TimedOut + other.TimedOut,
        Cancelled = sum.Cancelled + other.Cancelled,
        Late = sum.Late + other.Late,
        Duplicates = sum.Duplicates + other.Duplicates,
        Malformed = sum.Malformed + other.Malformed,
        InboundDropped = sum.InboundDropped + other.InboundDropped,
        DatagramsReceived = sum.DatagramsReceived + other.DatagramsReceived,
        BytesReceived = sum.BytesReceived + other.BytesReceived,
        DatagramsSent = sum.DatagramsSent + other.DatagramsSent,
        BytesSent = sum.BytesSent + other.BytesSent,
        Truncated = sum.Truncated + other.Truncated,
        PumpDropped = sum.PumpDropped + other.PumpDropped,
        SystemDropped = sum.SystemDropped is null && other.SystemDropped is null ? null : (sum.SystemDropped ?? 0) + (other.SystemDropped ?? 0),
        WireErrors = sum.WireErrors + other.WireErrors,
        ReceiveShortages = sum.ReceiveShortages + other.ReceiveShortages,
        WindowReductions = sum.WindowReductions + other.WindowReductions,
        InFlight = sum.InFlight + other.InFlight,
        Queued = sum.Queued + other.Queued,
    };

    /// <summary>The statistics of a connection that has closed: counters without states.</summary>
    public static ConnectionStatistics WhenClosed(this ConnectionStatistics statistics) => statistics with
    {
        Window = 0,
        MaxWindow = 0,
        LossRate = 0,
        InFlight = 0,
        Queued = 0,
        RoundTrip = null,
        RoundTripDeviation = null,
        Timeout = TimeSpan.Zero,
    };
}
