namespace SpiNNMan.Async.Transport;

/// <summary>Starts work that lives longer than the call that starts it, in the default execution context. The context of the caller would keep its values alive.</summary>
/// <remarks>
/// Suppressing the flow is not enough. A loop that was started without a context runs on in the context of the caller that completes its wait.
/// It keeps that context until the next wait is completed. A caller that receives for the pump completes such waits.
/// </remarks>
internal static class LongLived
{
    private static readonly ExecutionContext s_default = CaptureDefault();

    /// <summary>Starts work in the default context.</summary>
    /// <param name="state">The argument of <paramref name="start"/>.</param>
    /// <param name="start">Makes a timer, or begins a loop.</param>
    public static TResult Start<TState, TResult>(TState state, Func<TState, TResult> start)
    {
        var call = new Call<TState, TResult>(state, start);
        ExecutionContext.Run(s_default, static call => ((Call<TState, TResult>)call!).Make(), call);
        return call.Result;
    }

    /// <summary>A thread that was started without a context has the default one.</summary>
    private static ExecutionContext CaptureDefault()
    {
        ExecutionContext? context = null;
        var thread = new Thread(() => context = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return context!;
    }

    private sealed class Call<TState, TResult>(TState state, Func<TState, TResult> start)
    {
        private TResult? _result;

        public TResult Result => _result!;

        public void Make() => _result = start(state);
    }
}
