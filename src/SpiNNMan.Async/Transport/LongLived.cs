namespace SpiNNMan.Async.Transport;

/// <summary>Starts work that lives longer than the call that starts it, without the execution context of the caller. The context would keep its values alive.</summary>
internal static class LongLived
{
    /// <summary>Starts work in a clean context.</summary>
    /// <param name="state">The argument of <paramref name="start"/>.</param>
    /// <param name="start">Makes a timer, or begins a loop.</param>
    public static TResult Start<TState, TResult>(TState state, Func<TState, TResult> start)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return start(state);

        using (ExecutionContext.SuppressFlow())
            return start(state);
    }
}
