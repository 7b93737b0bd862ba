namespace SpiNNMan.Async.Emulation.Time;

/// <summary>Host threads that do the same work on several items at once, repeatedly.</summary>
internal sealed class WindowWorkers : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private Action<int>? _work;
    private Exception? _error;
    private int _count;
    private int _next;
    private volatile bool _isDisposed;

    /// <summary>Starts threads.</summary>
    /// <param name="count">The number of threads, besides the one that calls <see cref="Run"/>.</param>
    public WindowWorkers(int count)
    {
        _threads = new Thread[count];
        for (int index = 0; index < count; index++)
        {
            _threads[index] = new Thread(Work) { IsBackground = true, Name = $"Chips {index + 2}" };
            _threads[index].UnsafeStart();
        }
    }

    /// <summary>Does the work for each number below a count, and returns when all work is done.</summary>
    /// <param name="count">The count.</param>
    /// <param name="work">The work, called with the number on some thread.</param>
    public void Run(int count, Action<int> work)
    {
        int helpers = Math.Min(_threads.Length, count - 1);
        _work = work;
        _count = count;
        _next = 0;
        if (helpers > 0) _start.Release(helpers);
        Share();
        for (int helper = 0; helper < helpers; helper++) _done.Wait();
        if (Interlocked.Exchange(ref _error, null) is { } error) throw new InvalidOperationException("A thread that runs chips failed.", error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (_threads.Length > 0) _start.Release(_threads.Length);
        foreach (Thread thread in _threads) thread.Join();
        _start.Dispose();
        _done.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _start.Wait();
            if (_isDisposed) return;
            Share();
            _done.Release();
        }
    }

    private void Share()
    {
        try
        {
            for (int index = Interlocked.Increment(ref _next) - 1; index < _count; index = Interlocked.Increment(ref _next) - 1) _work!(index);
        }
#pragma warning disable CA1031 // Told to who called Run.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _error, error, null);
        }
    }
}
