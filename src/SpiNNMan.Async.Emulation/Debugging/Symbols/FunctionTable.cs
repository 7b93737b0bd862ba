using System.Globalization;

namespace SpiNNMan.Async.Emulation.Debugging.Symbols;

/// <summary>Finds the function of an address.</summary>
internal sealed class FunctionTable
{
    /// <summary>A program of which nothing is known.</summary>
    public static readonly FunctionTable Empty = new([]);

    private readonly Function[] _functions;

    /// <summary>Makes a table.</summary>
    public FunctionTable(IEnumerable<Function> functions) =>
        _functions = [.. functions.GroupBy(static function => function.Address).Select(static same => same.MaxBy(static function => (function.IsFunction, function.Size))!).OrderBy(static function => function.Address)];

    /// <summary>Whether there are any.</summary>
    public bool Any => _functions.Length > 0;

    /// <summary>How many there are.</summary>
    public int Count => _functions.Length;

    /// <summary>The function of an address, if it is known.</summary>
    public Function? Find(uint address)
    {
        int low = 0;
        int high = _functions.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_functions[middle].Address <= address) low = middle + 1;
            else high = middle;
        }

        if (low == 0) return null;
        Function found = _functions[low - 1];
        return found.Size == 0 || address - found.Address < found.Size ? found : null;
    }

    /// <summary>Tells an address: its function and how far it is within, or the address.</summary>
    public string Describe(uint address) => Find(address) switch
    {
        null => address.ToString("x8", CultureInfo.InvariantCulture),
        { Address: var start, Name: var name } when start == address => name,
        { Address: var start, Name: var name } => string.Create(CultureInfo.InvariantCulture, $"{name}+{address - start:x}"),
    };
}
