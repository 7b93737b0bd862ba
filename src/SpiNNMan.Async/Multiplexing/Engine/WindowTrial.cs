namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>The trials of a <see cref="CongestionWindow"/>.</summary>
internal enum WindowTrial
{
    None,

    /// <summary>A trial of more requests in flight.</summary>
    Up,

    /// <summary>A trial of fewer requests in flight.</summary>
    Down,
}
