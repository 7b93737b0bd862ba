namespace SpiNNMan.Async.Transport;

/// <summary>Starts what lives longer than the call that starts it: without the caller's execution context, whose values would be kept alive with it.</summary>
internal static class LongLived
{
    /// <summary>Starts something in a clean context.</summary>
    /// <param name="state">What <paramref name="start"/> is given.</param>
    /// <param name="start">Makes a timer, or begins a loop.</param>
    public static TResult Start<TState, TResult>(TState state, Func<TState, TResult> start)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return start(state);

        using (ExecutionContext.SuppressFlow())
            return start(state);
    }
}
