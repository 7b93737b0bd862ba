using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>How the queue of a reader of events behaves; read-only from its first use on.</summary>
public sealed record ReaderOptions : SpinnakerOptions
{
    /// <summary>How many datagrams may wait, 1 to 1,048,576. The default is 4096: a quarter of a million events.</summary>
    public int Capacity { get; set => field = Writable(OptionChecks.Within(value, 1, 1 << 20)); } = 4096;

    /// <summary>The policy for a full queue. The default is that the oldest are dropped.</summary>
    public WhenFull WhenFull { get; set => field = Writable(OptionChecks.Defined(value)); }
}
