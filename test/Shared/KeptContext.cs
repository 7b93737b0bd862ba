using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SpiNNMan.Async;

/// <summary>Tells whether something keeps alive what was in the execution context of whoever made it.</summary>
internal static class KeptContext
{
    private static readonly AsyncLocal<object?> s_local = new();

    /// <summary>Makes something in a context that has a value, and looks whether the value can be collected while the thing lives.</summary>
    /// <param name="make">Makes it.</param>
    /// <param name="token">Ends the waiting.</param>
    public static async Task<bool> IsKeptByAsync<T>(Func<Task<T>> make, CancellationToken token)
        where T : IAsyncDisposable
    {
        (T made, WeakReference kept) = await Task.Run(() => MakeAsync(make), token);
        await using T disposing = made;

        // What other threads still have on their stacks, or in their hands, goes with their next work, and they may not get any for a while on a busy computer.
        TimeSpan most = Pace.Scale(TimeSpan.FromSeconds(5));
        long start = Stopwatch.GetTimestamp();
        while (kept.IsAlive && Stopwatch.GetElapsedTime(start) < most)
        {
            await Task.WhenAll(Enumerable.Range(0, ThreadPool.ThreadCount).Select(_ => Task.Run(Thread.Yield, token)));
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        GC.KeepAlive(made);
        return kept.IsAlive;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<(T Made, WeakReference Kept)> MakeAsync<T>(Func<Task<T>> make)
    {
        var value = new object();
        s_local.Value = value;
        T made = await make();
        s_local.Value = null;
        return (made, new WeakReference(value));
    }
}
