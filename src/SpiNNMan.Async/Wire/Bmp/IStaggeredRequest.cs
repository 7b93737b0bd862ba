namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>A request that boards carry out one after the other.</summary>
internal interface IStaggeredRequest
{
    /// <summary>How long the last board waits before it begins.</summary>
    TimeSpan LastStart { get; }
}
