namespace SpiNNMan.Async.Transport;

/// <summary>The states of a pump that shares an event loop; integers, for atomic changes.</summary>
internal static class LoopState
{
    public const int Idle = 0;
    public const int Receiving = 1;

    /// <summary>Receiving for the last time.</summary>
    public const int Ending = 2;
    public const int Ended = 3;
}
