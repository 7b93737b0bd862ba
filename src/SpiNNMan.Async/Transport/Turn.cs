using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Transport;

/// <summary>Awaited, it lets everything go first that waits for a thread of the pool.</summary>
/// <remarks>The usual way to yield puts the rest of the work on the thread's own list, from which that thread takes it at once.</remarks>
internal readonly struct Turn : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public Turn GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) =>
        ThreadPool.UnsafeQueueUserWorkItem(static continuation => continuation(), continuation, preferLocal: false);
}
