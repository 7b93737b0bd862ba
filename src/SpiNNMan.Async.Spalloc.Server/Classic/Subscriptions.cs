namespace SpiNNMan.Async.Spalloc.Server.Classic;

/// <summary>The things of a kind that a client wants to hear of: all, or some.</summary>
internal sealed class Subscriptions<T>
    where T : notnull
{
    private readonly Lock _gate = new();
    private readonly HashSet<T> _some = [];
    private bool _all;

    /// <summary>Wants to hear of one thing.</summary>
    public void Add(T one)
    {
        lock (_gate)
            _some.Add(one);
    }

    /// <summary>Wants to hear of everything.</summary>
    public void AddAll()
    {
        lock (_gate)
            _all = true;
    }

    /// <summary>Does not want to hear of one thing any more, unless it wants to hear of everything.</summary>
    public void Remove(T one)
    {
        lock (_gate)
            _some.Remove(one);
    }

    /// <summary>Does not want to hear of anything any more.</summary>
    public void RemoveAll()
    {
        lock (_gate)
        {
            _all = false;
            _some.Clear();
        }
    }

    /// <summary>Those of some things that the client wants to hear of.</summary>
    public T[] Select(IReadOnlyList<T> things)
    {
        lock (_gate)
            return _all ? [.. things] : [.. things.Where(_some.Contains)];
    }
}
