using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Resumes callers on the thread pool, which has to start one or two work items for a batch of replies, and not one for each.</summary>
/// <remarks>
/// A work item resumes one caller after the other. A caller that blocks must hold up nobody, so other callers are never left to one work item alone. While it holds a <see cref="PumpLoan"/>, the pump's thread watches it, and queues
/// another when it is stuck. Without one, it queues another itself before it resumes a caller, if there is more to do. What callers send is collected while there are more to resume, and then leaves together; if a caller
/// blocks, another thread sends it.
/// </remarks>
/// <param name="flush">Sends what has been collected.</param>
/// <param name="logger">Where it is told what a continuation threw.</param>
/// <param name="peer">The board, as the log names it.</param>
internal sealed class CompletionQueue(Action flush, ILogger logger, string peer) : IThreadPoolWorkItem, IPumpBorrower
{
    /// <summary>So many callers to resume make a loan worth its while.</summary>
    private const int WorthALoan = 2;

    /// <summary>After so many rounds with a loan it is the turn of others who want the thread.</summary>
    private const int RoundsOfALoan = 64;

    [ThreadStatic]
    private static CompletionQueue? s_resuming;

    [ThreadStatic]
    private static CompletionQueue? s_receiving;

    [ThreadStatic]
    private static PumpLoan? s_loan;

    private readonly ConcurrentQueue<Completion> _completions = new();
    private readonly Flusher _flusher = new(flush);
    private Tenant? _tenant;
    private int _isQueued;

    /// <summary>Whether the calling thread is resuming a caller from this queue. What is sent meanwhile leaves when the caller returns, or soon, if it does not.</summary>
    public bool CollectsSends
    {
        get
        {
            if (s_resuming != this)
                return false;

            if (s_loan is not { IsOut: true })
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
        // Who receives offers a loan first.
        if (s_receiving != this)
            Queue();
    }

    /// <summary>Resumes callers, on a thread of the pool.</summary>
    public void Execute()
    {
        // Cleared first: what is added from here on, or what this work item does not come to, has another. With a full fence: the queue must not be looked at before.
        Interlocked.Exchange(ref _isQueued, 0);
        Drain(loan: null);
    }

    /// <inheritdoc/>
    public void Enter() => s_receiving = this;

    /// <inheritdoc/>
    public void Leave()
    {
        s_receiving = null;
        Queue();
    }

    /// <inheritdoc/>
    public bool TryBorrow(PumpLoan loan)
    {
        if (_completions.Count < WorthALoan)
        {
            Queue();
            return false;
        }

        if (_tenant?.Loan != loan)
            _tenant = new Tenant(this, loan);

        loan.Lend();
        ThreadPool.UnsafeQueueUserWorkItem(_tenant, preferLocal: false);
        return true;
    }

    /// <inheritdoc/>
    public void OnTakenBack()
    {
        Queue();
        flush();
    }

    private void Queue()
    {
        if (!_completions.IsEmpty && Interlocked.Exchange(ref _isQueued, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Resumes callers and receives replies, in turns, until there are neither.</summary>
    private void Serve(Tenant tenant)
    {
        for (int round = 0; round < RoundsOfALoan; round++)
        {
            Drain(tenant.Loan);
            s_receiving = this;
            bool more = tenant.Loan.TryReceive();
            s_receiving = null;
            if (!more && _completions.IsEmpty)
            {
                tenant.Loan.Return();
                Queue();
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(tenant, preferLocal: false);
    }

    private void Drain(PumpLoan? loan)
    {
        s_resuming = this;
        s_loan = loan;
        while (_completions.TryDequeue(out Completion completion))
        {
            if (loan is { IsOut: true })
                loan.CountProgress();
            else
                Queue();

            Resume(completion);
        }

        s_loan = null;
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

    /// <summary>The work item that receives in the pump's place.</summary>
    private sealed class Tenant(CompletionQueue queue, PumpLoan loan) : IThreadPoolWorkItem
    {
        public PumpLoan Loan { get; } = loan;

        public void Execute() => queue.Serve(this);
    }
}
