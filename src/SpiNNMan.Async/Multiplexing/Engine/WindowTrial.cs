namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>What an <see cref="CongestionWindow"/> is trying out.</summary>
internal enum WindowTrial
{
    None,

    /// <summary>Whether more may be in flight.</summary>
    Up,

    /// <summary>Whether less is lost when less is in flight.</summary>
    Down,
}
