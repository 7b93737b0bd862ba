namespace SpiNNMan.Async.Connections;

/// <summary>How a listener's own queue behaves; immutable, change it with <c>with</c>.</summary>
public sealed record ListenerOptions
{
    /// <summary>How many messages wait for the listener; of more, some are dropped and counted. The default is 4096.</summary>
    public int Capacity
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "It must be more than 0.");
    } = 4096;

    /// <summary>Whether the newest message is dropped when the queue is full, instead of the oldest. The default is the oldest.</summary>
    public bool DropNewest { get; init; }
}
