using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>The applications, each with its cores.</summary>
/// <remarks>A core takes one application. Not safe for use by several threads while it is being filled.</remarks>
public sealed class ExecutableTargets
{
    private readonly OrderedDictionary<string, OrderedDictionary<CoreLocation, bool>> _coresByBinary = new(StringComparer.Ordinal);
    private readonly Dictionary<CoreLocation, string> _binaryByCore = [];
    private readonly Dictionary<ExecutableType, HashSet<string>> _binariesByType = [];

    /// <summary>The names of the applications, in the order they were added.</summary>
    public IReadOnlyCollection<string> Binaries => _coresByBinary.Keys;

    /// <summary>How many cores there are in all.</summary>
    public int CoreCount => _binaryByCore.Count;

    /// <summary>All cores.</summary>
    public IReadOnlyCollection<CoreLocation> AllCores => _binaryByCore.Keys;

    /// <summary>The kinds of the applications that were added with one.</summary>
    public IReadOnlyCollection<ExecutableType> ExecutableTypes => _binariesByType.Keys;

    /// <summary>Puts an application on a core; doing it twice is the same as doing it once.</summary>
    /// <param name="binary">The name of the application, for instance the path of its file.</param>
    /// <param name="core">The core.</param>
    /// <param name="type">How the application starts and ends, if that is known.</param>
    /// <exception cref="InvalidParameterException">The core has another application.</exception>
    public void Add(string binary, CoreLocation core, ExecutableType? type = null) => Add(binary, [core], type);

    /// <summary>Puts an application on cores; doing it twice is the same as doing it once.</summary>
    /// <param name="binary">The name of the application, for instance the path of its file.</param>
    /// <param name="cores">The cores.</param>
    /// <param name="type">How the application starts and ends, if that is known.</param>
    /// <exception cref="InvalidParameterException">A core has another application; nothing is added.</exception>
    public void Add(string binary, IReadOnlyCollection<CoreLocation> cores, ExecutableType? type = null)
    {
        ArgumentNullException.ThrowIfNull(binary);
        ArgumentNullException.ThrowIfNull(cores);
        foreach (CoreLocation core in cores)
        {
            if (_binaryByCore.TryGetValue(core, out string? other) && !string.Equals(other, binary, StringComparison.Ordinal))
                throw new InvalidParameterException(nameof(cores), core, $"it has {other} already, so {binary} needs another core");
        }

        if (!_coresByBinary.TryGetValue(binary, out OrderedDictionary<CoreLocation, bool>? known))
            _coresByBinary.Add(binary, known = []);

        foreach (CoreLocation core in cores)
        {
            known[core] = true;
            _binaryByCore[core] = binary;
        }

        if (type is { } kind)
            SetType(binary, kind);
    }

    /// <summary>Whether an application has a core.</summary>
    public bool Contains(string binary, CoreLocation core) =>
        _binaryByCore.TryGetValue(core, out string? found) && string.Equals(found, binary, StringComparison.Ordinal);

    /// <summary>The cores of an application, in the order they were added; empty for an unknown application.</summary>
    public IReadOnlyCollection<CoreLocation> GetCores(string binary)
    {
        ArgumentNullException.ThrowIfNull(binary);
        return _coresByBinary.TryGetValue(binary, out OrderedDictionary<CoreLocation, bool>? cores) ? cores.Keys : [];
    }

    /// <summary>The applications of a kind.</summary>
    public IReadOnlyCollection<string> GetBinaries(ExecutableType type) =>
        _binariesByType.TryGetValue(type, out HashSet<string>? binaries) ? binaries : [];

    /// <summary>The number of cores of the applications of a kind.</summary>
    public int GetCoreCount(ExecutableType type) => GetBinaries(type).Sum(binary => _coresByBinary[binary].Count);

    private void SetType(string binary, ExecutableType type)
    {
        if (!_binariesByType.TryGetValue(type, out HashSet<string>? binaries))
            _binariesByType.Add(type, binaries = new HashSet<string>(StringComparer.Ordinal));

        binaries.Add(binary);
    }
}
