namespace SpiNNMan.Async.Memory;

/// <summary>The SDRAM that was allocated through a session. The boards free it when the application stops. From then on the program must not free it: it may belong to another application.</summary>
internal sealed class SessionSdram
{
    private readonly List<SdramAllocation> _blocks = [];
    private int _stops;
    private bool _mayHaveMore;

    /// <summary>Whether something may have been allocated after the last stop began.</summary>
    public bool MayHaveMore
    {
        get
        {
            lock (_blocks)
                return _mayHaveMore;
        }
    }

    /// <summary>Allocates memory, and remembers its blocks.</summary>
    /// <param name="allocate">Allocates it.</param>
    /// <param name="blocksOf">Its blocks.</param>
    public async Task<T> AllocateAsync<T>(Func<Task<T>> allocate, Func<T, IEnumerable<SdramAllocation>> blocksOf)
    {
        int stops;
        lock (_blocks)
        {
            // Also a call that fails may have allocated something.
            _mayHaveMore = true;
            stops = _stops;
        }

        IReadOnlyList<SdramAllocation> blocks = [];
        try
        {
            T allocated = await allocate().ConfigureAwait(false);
            blocks = [.. blocksOf(allocated)];
            return allocated;
        }
        finally
        {
            Add(blocks, stops);
        }
    }

    /// <summary>Notes that a stop begins.</summary>
    /// <returns>The blocks that it frees.</returns>
    public IReadOnlyList<SdramAllocation> BeginStop()
    {
        lock (_blocks)
        {
            _stops++;
            _mayHaveMore = false;
            return [.. _blocks];
        }
    }

    /// <summary>Notes that a stop has freed blocks: disposing of them does nothing from now on.</summary>
    public void EndStop(IReadOnlyList<SdramAllocation> freed)
    {
        lock (_blocks)
        {
            Release(freed);
            _blocks.RemoveAll(freed.ToHashSet().Contains);
        }
    }

    private void Add(IReadOnlyList<SdramAllocation> blocks, int stops)
    {
        lock (_blocks)
        {
            if (stops == _stops)
            {
                _blocks.AddRange(blocks);
                return;
            }

            // The application was stopped meanwhile. Whether that freed the blocks is unknown, so only another stop can.
            Release(blocks);
            _mayHaveMore = true;
        }
    }

    private static void Release(IEnumerable<SdramAllocation> blocks)
    {
        foreach (SdramAllocation block in blocks)
            block.Release();
    }
}
