namespace SpiNNMan.Async.Multiplexing;

/// <summary>What an <see cref="AdaptiveLimit"/> is trying out.</summary>
internal enum LimitTrial
{
    None,

    /// <summary>Whether more may be in flight.</summary>
    Up,

    /// <summary>Whether less is lost when less is in flight.</summary>
    Down,
}
