namespace SpiNNMan.Async.Live.Sending;

/// <summary>The counts of data that was sent to an injector: a snapshot.</summary>
/// <param name="Datagrams">Datagrams that left this computer.</param>
/// <param name="Events">Events in them.</param>
/// <param name="TimedDatagrams">Datagrams for send buffers, the copies included; they are not among the others.</param>
/// <param name="TimedEvents">Events for send buffers, each once.</param>
/// <param name="FailedEvents">Events that this computer could not send.</param>
/// <param name="Refused">Posted events that were not taken, because too many waited.</param>
public sealed record SendCounts(long Datagrams, long Events, long TimedDatagrams, long TimedEvents, long FailedEvents, long Refused)
{
    internal static SendCounts None { get; } = new(0, 0, 0, 0, 0, 0);

    internal SendCounts Plus(SendCounts other) => new(
        Datagrams + other.Datagrams, Events + other.Events, TimedDatagrams + other.TimedDatagrams, TimedEvents + other.TimedEvents, FailedEvents + other.FailedEvents, Refused + other.Refused);
}
