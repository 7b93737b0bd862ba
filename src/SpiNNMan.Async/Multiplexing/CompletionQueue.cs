using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Resumes callers on the thread pool, which has to start one or two work items for a batch of replies, and not one for each.</summary>
/// <remarks>
/// A work item resumes one caller after the other. Before it resumes one, it sees to it that another work item is queued if there is more to do: so a caller that blocks holds up nobody. What callers send from
/// there is collected while there are more to resume, and then leaves together; another work item sends it if the caller blocks.
/// </remarks>
/// <param name="flush">Sends what has been collected.</param>
/// <param name="logger">Where it is told what a continuation threw.</param>
/// <param name="peer">The board, as the log names it.</param>
internal sealed class CompletionQueue(Action flush, ILogger logger, string peer) : IThreadPoolWorkItem
{
    [ThreadStatic]
    private static CompletionQueue? s_resuming;

    private readonly ConcurrentQueue<Completion> _completions = new();
    private readonly Flusher _flusher = new(flush);
    private int _isQueued;

    /// <summary>Whether the calling thread is resuming a caller from this queue. What is sent meanwhile leaves when the caller returns, or soon, if it does not.</summary>
    public bool CollectsSends
    {
        get
        {
            if (s_resuming != this)
                return false;

            _flusher.Queue();
            return true;
        }
    }

    /// <summary>Adds the end of a request.</summary>
    public void Add(ReplySlot slot, Datagram? reply, Exception? error) => _completions.Enqueue(new Completion(slot, reply, error));

    /// <summary>Adds the end of a transfer.</summary>
    public void Add(Transfer transfer) => _completions.Enqueue(new Completion(transfer, Reply: null, Error: null));

    /// <summary>Has the callers resumed.</summary>
    public void Start()
    {
        if (!_completions.IsEmpty && Interlocked.Exchange(ref _isQueued, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Resumes callers, on a thread of the pool.</summary>
    public void Execute()
    {
        // Cleared first: what is added from here on, or what this work item does not come to, has another. With a full fence: the queue must not be looked at before.
        Interlocked.Exchange(ref _isQueued, 0);
        s_resuming = this;
        while (_completions.TryDequeue(out Completion completion))
        {
            Start();
            Resume(completion);
        }

        s_resuming = null;
        flush();
    }

    private void Resume(in Completion completion)
    {
        try
        {
            if (completion.Entry is Transfer transfer)
                transfer.Resume();
            else if (completion.Reply is { } reply)
                ((ReplySlot)completion.Entry).Complete(reply);
            else
                ((ReplySlot)completion.Entry).Fail(completion.Error!);
        }
        catch (Exception exception)
        {
            Log.DispatcherFailed(logger, exception, peer);
        }
    }

    private readonly record struct Completion(QueueEntry Entry, Datagram? Reply, Exception? Error);

    /// <summary>Sends what a caller that blocks has left behind.</summary>
    private sealed class Flusher(Action flush) : IThreadPoolWorkItem
    {
        private int _isQueued;

        public void Queue()
        {
            if (Volatile.Read(ref _isQueued) == 0 && Interlocked.Exchange(ref _isQueued, 1) == 0)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Execute()
        {
            Interlocked.Exchange(ref _isQueued, 0);
            flush();
        }
    }
}
