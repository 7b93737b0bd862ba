namespace SpiNNMan.Async.Emulation.Time;

/// <summary>Host threads that do the same work on several items at once, repeatedly.</summary>
/// <remarks>Whoever has time takes the next item. So nobody waits for a thread that this computer has not woken yet: by then the work is done, and the thread finds nothing to do.</remarks>
internal sealed class WindowWorkers : IDisposable
{
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private Action<int>? _work;
    private Exception? _error;
    private ulong _items;
    private int _left;
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
    /// <param name="count">The count, at most 65,535.</param>
    /// <param name="work">The work, called with the number on some thread.</param>
    public void Run(int count, Action<int> work)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ushort.MaxValue);
        if (count <= 0) return;
        _work = work;
        _left = count;
        Volatile.Write(ref _items, new Items(_items).Renew(count).Value);
        int helpers = Math.Min(_threads.Length, count - 1) - _start.CurrentCount;
        if (helpers > 0) _start.Release(helpers);
        if (!Share()) _done.Wait();
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
            if (Share()) _done.Release();
        }
    }

    /// <summary>Does items while there are some.</summary>
    /// <returns>Whether the last item to be done was among them.</returns>
    private bool Share()
    {
        while (TryTake(out int item))
        {
            try
            {
                _work!(item);
            }
#pragma warning disable CA1031 // Told to who called Run.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _error, error, null);
            }

            if (Interlocked.Decrement(ref _left) == 0) return true;
        }

        return false;
    }

    private bool TryTake(out int item)
    {
        while (true)
        {
            Items items = new(Volatile.Read(ref _items));
            item = items.Next;
            if (items.IsEmpty) return false;
            if (Interlocked.CompareExchange(ref _items, items.Value + 1, items.Value) == items.Value) return true;
        }
    }

    /// <summary>The number of the run, how many items it has, and the next item. They are one word, so that a late thread takes nothing of a run that is over.</summary>
    private readonly record struct Items(ulong Value)
    {
        public int Next => (ushort)Value;

        public bool IsEmpty => Next >= (ushort)(Value >> 16);

        public Items Renew(int count) => new((((Value >> 32) + 1) << 32) | ((ulong)(ushort)count << 16));
    }
}
