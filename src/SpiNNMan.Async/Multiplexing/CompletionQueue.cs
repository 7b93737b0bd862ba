using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Resumes callers on the thread pool, with one or two work items for a batch of replies, and not one for each.</summary>
/// <remarks>
/// A work item resumes one caller after the other. A caller that blocks must not delay other callers, so a work item never has them alone. While it holds a <see cref="PumpLoan"/>, the thread of the pump watches it, and queues
/// another work item when it is stuck. Without a loan, it queues another one itself before it resumes a caller, if more callers wait. Requests of callers are collected while more callers wait, and are then sent together. If a caller
/// blocks, another thread sends them. The queue is a small one with a lock, since a concurrent queue begins with a kilobyte, and there is one for each connection.
/// </remarks>
/// <param name="flush">Sends the collected requests.</param>
/// <param name="logger">Takes the exceptions of continuations.</param>
/// <param name="peer">The name of the board in the log.</param>
internal sealed class CompletionQueue(Action flush, ILogger logger, string peer) : IThreadPoolWorkItem, IPumpBorrower
{
    /// <summary>The number of waiting callers from which a loan pays.</summary>
    private const int WorthALoan = 2;

    /// <summary>How often the thread lets others run, while nothing comes, before it returns the loan.</summary>
    private const int TurnsForOthers = 16;

    /// <summary>After so many rounds with a loan, the work item gives the thread to others.</summary>
    private const int RoundsOfALoan = 64;

    [ThreadStatic]
    private static CompletionQueue? s_resuming;

    [ThreadStatic]
    private static CompletionQueue? s_receiving;

    [ThreadStatic]
    private static PumpLoan? s_loan;

    private readonly Lock _gate = new();
    private readonly Queue<Completion> _completions = new();
    private readonly Flusher _flusher = new(flush);
    private Tenant? _tenant;
    private int _waiting;
    private int _isQueued;

    /// <summary>Whether the calling thread is resuming a caller from this queue. Requests that it sends leave when the caller returns, or soon if it does not return.</summary>
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

    /// <summary>Whether no caller waits.</summary>
    private bool IsEmpty => Volatile.Read(ref _waiting) == 0;

    /// <summary>Adds the end of a request.</summary>
    public void Add(ReplySlot slot, Datagram? reply, Exception? error) => Add(new Completion(slot, reply, error));

    /// <summary>Adds the end of a transfer.</summary>
    public void Add(Transfer transfer) => Add(new Completion(transfer, Reply: null, Error: null));

    /// <summary>Begins to resume the callers.</summary>
    public void Start()
    {
        // The receiver offers a loan first.
        if (s_receiving != this)
            Queue();
    }

    /// <summary>Resumes callers, on a thread of the pool.</summary>
    public void Execute()
    {
        // Cleared first: callers that are added from here on, or that this work item does not reach, get another one. With a full fence: the queue must not be read before.
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
        if (Volatile.Read(ref _waiting) < WorthALoan)
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

    private void Add(Completion completion)
    {
        lock (_gate)
        {
            _completions.Enqueue(completion);
            _waiting++;
        }
    }

    private bool TryTake(out Completion completion)
    {
        lock (_gate)
        {
            if (!_completions.TryDequeue(out completion))
                return false;

            _waiting--;
            return true;
        }
    }

    private void Queue()
    {
        if (!IsEmpty && Interlocked.Exchange(ref _isQueued, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Resumes callers and receives replies in turns, until there are neither.</summary>
    private void Serve(Tenant tenant)
    {
        for (int round = 0; round < RoundsOfALoan; round++)
        {
            Drain(tenant.Loan);
            s_receiving = this;
            bool more = TryReceive(tenant.Loan);
            s_receiving = null;
            if (!more && IsEmpty)
            {
                tenant.Loan.Return();
                Queue();
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(tenant, preferLocal: false);
    }

    /// <summary>Receives what has come. If nothing has, the thread lets others run for a moment, since replies may come meanwhile. A loan that is returned and borrowed again wakes two threads.</summary>
    private bool TryReceive(PumpLoan loan)
    {
        for (int turn = 0; turn < TurnsForOthers && loan.IsOut && IsEmpty; turn++)
        {
            if (loan.TryReceive())
                return true;

            Thread.Yield();
        }

        return loan.TryReceive();
    }

    private void Drain(PumpLoan? loan)
    {
        s_resuming = this;
        s_loan = loan;
        while (TryTake(out Completion completion))
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

    /// <summary>Sends the collected requests of a caller that blocks.</summary>
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

    /// <summary>The work item that receives in place of the pump.</summary>
    private sealed class Tenant(CompletionQueue queue, PumpLoan loan) : IThreadPoolWorkItem
    {
        public PumpLoan Loan { get; } = loan;

        public void Execute() => queue.Serve(this);
    }
}
