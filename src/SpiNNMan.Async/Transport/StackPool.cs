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

    public override void Return(T obj)
    {
        lock (_gate)
        {
            if (_count == most)
                return;

            if (_count == _kept.Length)
                Array.Resize(ref _kept, Math.Min(2 * _count, most));

            _kept[_count++] = obj;
        }
    }
}
