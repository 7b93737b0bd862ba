using System.Collections;
using System.Globalization;
using System.Text;

namespace SpiNNMan.Async.Machines;

/// <summary>The blocks of some cores, by core, in the order they were added.</summary>
/// <remarks>Not safe for use by several threads while it is being filled.</remarks>
public sealed class CoreInfos : IReadOnlyCollection<CoreInfo>
{
    private readonly OrderedDictionary<CoreLocation, CoreInfo> _infos = [];

    /// <summary>Makes a collection of the given cores.</summary>
    public CoreInfos(params IEnumerable<CoreInfo> infos)
    {
        ArgumentNullException.ThrowIfNull(infos);
        foreach (CoreInfo info in infos)
            Add(info);
    }

    /// <inheritdoc/>
    public int Count => _infos.Count;

    /// <summary>The cores.</summary>
    public IReadOnlyCollection<CoreLocation> Cores => _infos.Keys;

    /// <summary>The block of a core.</summary>
    /// <exception cref="KeyNotFoundException">Nothing is.</exception>
    public CoreInfo this[CoreLocation core] => _infos[core];

    /// <summary>Adds a core, or replaces its block.</summary>
    public void Add(CoreInfo info) => _infos[info.Core] = info;

    /// <summary>Whether anything is known about a core.</summary>
    public bool Contains(CoreLocation core) => _infos.ContainsKey(core);

    /// <summary>Finds the block of a core.</summary>
    public bool TryGetValue(CoreLocation core, out CoreInfo info) => _infos.TryGetValue(core, out info);

    /// <summary>The cores in one of the given states, as a collection of their own.</summary>
    public CoreInfos InState(params ReadOnlySpan<CoreState> states)
    {
        var found = new CoreInfos();
        foreach (CoreInfo info in _infos.Values)
        {
            if (states.Contains(info.State))
                found.Add(info);
        }

        return found;
    }

    /// <summary>One line for each core; for a core that stopped by an error also the error and its registers.</summary>
    public string GetStatusText()
    {
        var text = new StringBuilder();
        foreach (CoreInfo info in _infos.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $"{info.Core} (physical {info.PhysicalCore}) in state {info.State}\n");
            if (info.State == CoreState.RunTimeException)
                AppendRegisters(text, info);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public IEnumerator<CoreInfo> GetEnumerator() => _infos.Values.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", _infos.Values.Select(info => $"{info.Core} (physical {info.PhysicalCore})"));

    private static void AppendRegisters(StringBuilder text, in CoreInfo info)
    {
        text.Append(CultureInfo.InvariantCulture, $"    {info.RunTimeError}\n");
        for (int register = 0; register < info.Registers.Count; register++)
        {
            string before = register % 4 == 0 ? "    " : " ";
            string after = register % 4 == 3 ? "\n" : "";
            text.Append(CultureInfo.InvariantCulture, $"{before}r{register}=0x{info.Registers[register]:X8}{after}");
        }

        text.Append(CultureInfo.InvariantCulture, $"    PSR=0x{info.StatusRegister:X8} SP=0x{info.StackPointer:X8} LR=0x{info.LinkRegister:X8}\n");
    }
}
