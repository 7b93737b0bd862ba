using Microsoft.Extensions.ObjectPool;

namespace SpiNNMan.Async.Transport;

/// <summary>A pool that first gives out the object that was returned last, which is still in the cache of the processor. It takes room only for the objects that it keeps.</summary>
/// <remarks>The usual pool begins with a kilobyte. A thousand connections would have several of these each.</remarks>
/// <param name="create">Makes an object if there is none.</param>
/// <param name="most">How many are kept. The garbage collector gets the rest.</param>
internal sealed class StackPool<T>(Func<T> create, int most) : ObjectPool<T>
    where T : class
{
    private const int AtFirst = 4;

    private readonly Lock _gate = new();
    private T?[] _kept = new T?[Math.Min(AtFirst, most)];
    private int _count;

    public override T Get()
    {
        lock (_gate)
        {
            if (_count > 0)
            {
                T last = _kept[--_count]!;
                _kept[_count] = null;
                return last;
            }
        }

        return create();
    }

    /// <summary>Fills the places that are empty: one lock for all.</summary>
    /// <returns>How many were empty.</returns>
    public int Fill(Span<T?> places)
    {
        int filled = 0;
        lock (_gate)
        {
            foreach (ref T? place in places)
            {
                if (place is not null)
                    continue;

                filled++;
                if (_count == 0)
                    continue;

                place = _kept[--_count];
                _kept[_count] = null;
            }
        }

        foreach (ref T? place in places)
            place ??= create();

        return filled;
    }

    public override void Return(T obj)
    {
        lock (_gate)
            Keep(obj);
    }

    /// <summary>Returns some: one lock for all.</summary>
    public void Return(ReadOnlySpan<T> some)
    {
        lock (_gate)
        {
            foreach (T one in some)
                Keep(one);
        }
    }

    private void Keep(T obj)
    {
        if (_count == most)
            return;

        if (_count == _kept.Length)
            Array.Resize(ref _kept, Math.Min(2 * _count, most));

        _kept[_count++] = obj;
    }
}
