using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Connections;

/// <summary>How the queue of a subscription behaves; read-only from its first use on.</summary>
public sealed record SubscriptionOptions : SpinnakerOptions
{
    /// <summary>How many messages may wait for the reader, 1 to 1,048,576. If there are more, some are dropped and counted. The default is 4096.</summary>
    public int Capacity
    {
        get;
        set => field = Writable(OptionChecks.Within(value, 1, ConnectionOptions.LargestQueue));
    } = 4096;

    /// <summary>Whether the newest message is dropped when the queue is full, instead of the oldest. The default is the oldest.</summary>
    public bool DropNewest { get; set => field = Writable(value); }
}
