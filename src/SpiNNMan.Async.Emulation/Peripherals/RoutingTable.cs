namespace SpiNNMan.Async.Emulation.Peripherals;

/// <summary>The 1,024 entries by which multicast packets are routed. The lowest entry that matches wins.</summary>
internal sealed class RoutingTable
{
    /// <summary>How many entries there are.</summary>
    public const int Size = 1024;

    private readonly uint[] _routes = new uint[Size];
    private readonly uint[] _keys = new uint[Size];
    private readonly uint[] _masks = new uint[Size];
    private int _used;

    /// <summary>Makes a table in which nothing matches.</summary>
    public RoutingTable() => Array.Fill(_keys, uint.MaxValue);

    /// <summary>Reads a route. Keys and masks cannot be read.</summary>
    public uint ReadRoute(uint index) => _routes[index];

    /// <summary>Sets the route of an entry: links in 5:0, cores in 23:6.</summary>
    public void SetRoute(uint index, uint value) => _routes[index] = value & 0xffffff;

    /// <summary>Sets the key of an entry.</summary>
    public void SetKey(uint index, uint value)
    {
        _keys[index] = value;
        Note(index);
    }

    /// <summary>Sets the mask of an entry: the bits of the key that are compared.</summary>
    public void SetMask(uint index, uint value)
    {
        _masks[index] = value;
        Note(index);
    }

    /// <summary>Finds the route of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="route">Its route.</param>
    /// <returns>Whether an entry matches.</returns>
    public bool TryFind(uint key, out uint route)
    {
        for (int index = 0; index < _used; index++)
        {
            if ((key & _masks[index]) != _keys[index]) continue;
            route = _routes[index];
            return true;
        }

        route = 0;
        return false;
    }

    private void Note(uint index)
    {
        if (index >= _used) _used = (int)index + 1;
        while (_used > 0 && (_keys[_used - 1] & ~_masks[_used - 1]) != 0) _used--;
    }
}
