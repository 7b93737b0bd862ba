namespace SpiNNMan.Async.Emulation.Cpu.Decoding;

/// <summary>The addresses at which a core stops. Pages without breakpoints run at full speed.</summary>
internal sealed class BreakpointSet
{
    private readonly HashSet<uint> _addresses = [];
    private readonly Dictionary<uint, int> _pages = [];
    private readonly CodeMap _code;

    /// <summary>Makes a set without breakpoints.</summary>
    /// <param name="code">The decoded code of the core.</param>
    public BreakpointSet(CodeMap code) => _code = code;

    /// <summary>The number of breakpoints.</summary>
    public int Count => _addresses.Count;

    /// <summary>Adds a breakpoint.</summary>
    /// <param name="address">The address of the instruction before which to stop.</param>
    /// <returns>Whether it is new.</returns>
    public bool Add(uint address)
    {
        if (!_addresses.Add(address)) return false;
        _pages[PageOf(address)] = _pages.GetValueOrDefault(PageOf(address)) + 1;
        _code.ForgetAll();
        return true;
    }

    /// <summary>Removes a breakpoint.</summary>
    /// <param name="address">Its address.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(uint address)
    {
        if (!_addresses.Remove(address)) return false;
        if (--_pages[PageOf(address)] == 0) _pages.Remove(PageOf(address));
        return true;
    }

    /// <summary>Removes all breakpoints.</summary>
    public void Clear()
    {
        _addresses.Clear();
        _pages.Clear();
    }

    /// <summary>Whether there is a breakpoint at an address.</summary>
    public bool Contains(uint address) => _addresses.Contains(address);

    /// <summary>Whether there is a breakpoint in the page of an address.</summary>
    public bool IsOnPageOf(uint address) => _pages.Count != 0 && _pages.ContainsKey(PageOf(address));

    private static uint PageOf(uint address) => address & ~(CodePage.Size - 1);
}
