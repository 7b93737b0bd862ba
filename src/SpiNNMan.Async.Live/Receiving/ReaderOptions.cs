using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>How the queue of a reader of events behaves; immutable, change it with <c>with</c>.</summary>
public sealed record ReaderOptions
{
    /// <summary>How many datagrams may wait, 1 to 1,048,576. The default is 4096: a quarter of a million events.</summary>
    public int Capacity { get; init => field = OptionChecks.Within(value, 1, 1 << 20); } = 4096;

    /// <summary>What happens when the queue is full. The default is that the oldest are dropped.</summary>
    public WhenFull WhenFull { get; init => field = OptionChecks.Defined(value); }
}
