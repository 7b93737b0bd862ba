namespace SpiNNMan.Async.Diagnostics;

/// <summary>The counters of a connection since it was opened; a snapshot.</summary>
public sealed record ConnectionStatistics
{
    /// <summary>Requests sent for the first time.</summary>
    public long Sent { get; init; }

    /// <summary>Requests that were answered, with any result.</summary>
    public long Answered { get; init; }

    /// <summary>Requests sent again because no reply came in time.</summary>
    public long ResentAfterTimeout { get; init; }

    /// <summary>Requests sent again because replies to later requests overtook theirs.</summary>
    public long ResentWhenOvertaken { get; init; }

    /// <summary>Requests sent again because the board asked for it.</summary>
    public long ResentToTryAgain { get; init; }

    /// <summary>All requests sent again.</summary>
    public long Resent => ResentAfterTimeout + ResentWhenOvertaken + ResentToTryAgain;

    /// <summary>Spurious retransmits: the reply to an earlier transmission came, and then the reply to this one.</summary>
    /// <remarks>Only those are counted whose second reply came.</remarks>
    public long ResentNeedlessly { get; init; }

    /// <summary>Requests given up for want of a reply.</summary>
    public long TimedOut { get; init; }

    /// <summary>Requests whose caller cancelled them.</summary>
    public long Cancelled { get; init; }

    /// <summary>Replies that came when no caller waited for them any more: to requests that were given up, cancelled, or answered at
    /// another transmission. Dropped.</summary>
    public long Late { get; init; }

    /// <summary>Replies that came more often than their request was sent: the network doubled them, or it. Dropped.</summary>
    public long Duplicates { get; init; }

    /// <summary>Datagrams that are no messages of this connection. They are dropped.</summary>
    public long Malformed { get; init; }

    /// <summary>Messages dropped because the connection's inbound queue was full.</summary>
    public long InboundDropped { get; init; }

    /// <summary>Datagrams received.</summary>
    public long DatagramsReceived { get; init; }

    /// <summary>Bytes received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Datagrams given to the system to send.</summary>
    public long DatagramsSent { get; init; }

    /// <summary>Bytes in them.</summary>
    public long BytesSent { get; init; }

    /// <summary>Datagrams dropped because they were longer than the connection takes.</summary>
    public long Truncated { get; init; }

    /// <summary>Datagrams dropped because the dispatcher did not keep up.</summary>
    public long PumpDropped { get; init; }

    /// <summary>Datagrams that the system dropped because the buffer of the socket was full; <see langword="null"/> if the system does not tell. Linux tells.</summary>
    public long? SystemDropped { get; init; }

    /// <summary>Errors the network reported, such as refusals.</summary>
    public long WireErrors { get; init; }

    /// <summary>How often this computer had no memory to receive with; it was tried again a moment later.</summary>
    public long ReceiveShortages { get; init; }

    /// <summary>The congestion window: how many requests may be in flight at once. It follows the losses, between 1 and <see cref="MaxWindow"/>.</summary>
    public int Window { get; init; }

    /// <summary>The most that the window may come to, by the options.</summary>
    public int MaxWindow { get; init; }

    /// <summary>How often the window was made smaller because that lost less.</summary>
    public long WindowReductions { get; init; }

    /// <summary>The part of the last transmissions that seems to be lost, requests and replies together, 0 to 1.</summary>
    public double LossRate { get; init; }

    /// <summary>How many replies to later requests show at present that one is lost; more than the options say where replies were seen to
    /// overtake each other. 0 if the options say that only time does.</summary>
    public int ResendWhenOvertakenBy { get; init; }

    /// <summary>How many requests are in flight.</summary>
    public int InFlight { get; init; }

    /// <summary>The most requests that were in flight at once.</summary>
    public int MostInFlight { get; init; }

    /// <summary>How many wait for a place in the window; a transfer of many requests counts as one.</summary>
    public int Queued { get; init; }

    /// <summary>The smoothed round trip to the chip asked last; <see langword="null"/> before the first.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>How much round trips differ from that; <see langword="null"/> before the first.</summary>
    public TimeSpan? RoundTripDeviation { get; init; }

    /// <summary>The timeout that follows from it.</summary>
    public TimeSpan Timeout { get; init; }
}
