using System.Runtime.CompilerServices;

namespace SpiNNMan.Async.Transport;

/// <summary>An awaitable that lets all other work of the thread pool run first.</summary>
/// <remarks><see cref="Task.Yield"/> puts the rest of the work on the list of the same thread, which takes it from there at once.</remarks>
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
