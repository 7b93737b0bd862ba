using Microsoft.Extensions.ObjectPool;

namespace SpiNNMan.Async.Transport;

/// <summary>A pool that gives out first what came back last, which is still in the processor's cache, and takes room only for what it keeps.</summary>
/// <remarks>The usual pool begins with a kilobyte, which a thousand connections have several times each.</remarks>
/// <param name="create">Makes one when there is none.</param>
/// <param name="most">How many are kept; what is over is left to the collector.</param>
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
