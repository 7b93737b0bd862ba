using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>Cores of a machine by chip.</summary>
internal sealed class CoreTargets
{
    private const int ShownCores = 6;

    private CoreTargets(IReadOnlyDictionary<ChipLocation, CoreSet> cores)
    {
        Cores = cores;
        Chips = [.. cores.Keys];
        CoreCount = cores.Values.Sum(static set => set.Count);
    }

    public IReadOnlyDictionary<ChipLocation, CoreSet> Cores { get; }

    public IReadOnlyList<ChipLocation> Chips { get; }

    public int CoreCount { get; }

    public CoreSet this[ChipLocation chip] => Cores.TryGetValue(chip, out CoreSet cores) ? cores : default;

    /// <summary>Checks that the machine has all of them, and that applications can run on them.</summary>
    /// <exception cref="InvalidParameterException">There is none, or one is not there or runs the monitor.</exception>
    public static CoreTargets Check(Machine machine, IEnumerable<CoreLocation> named, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(named, parameterName);
        CoreLocation[] cores = [.. named];
        if (cores.Length == 0)
            throw new InvalidParameterException(parameterName, "no core", "name at least one");

        CoreLocation[] monitors = [.. cores.Where(static core => core.Core == 0).Take(ShownCores)];
        if (monitors.Length > 0)
            throw new InvalidParameterException(parameterName, string.Join("; ", monitors), "core 0 of a chip runs the monitor; applications run on the others");

        CoreLocation[] missing = [.. cores.Where(core => !machine.Contains(core))];
        if (missing.Length > 0)
            throw new InvalidParameterException(parameterName, string.Join("; ", missing.Take(ShownCores)), $"{missing.Length} of the cores are not there, or do not work; the machine is {machine}");

        return Of(cores);
    }

    public static CoreTargets Of(IEnumerable<CoreLocation> cores)
    {
        var masks = new OrderedDictionary<ChipLocation, uint>();
        foreach (CoreLocation core in cores)
            masks[core.Chip] = masks.GetValueOrDefault(core.Chip) | (1u << core.Core);

        return Of(masks.Select(static entry => (entry.Key, CoreSet.FromMask(entry.Value))));
    }

    public static CoreTargets Of(IEnumerable<(ChipLocation Chip, CoreSet Cores)> chips)
    {
        var cores = new OrderedDictionary<ChipLocation, CoreSet>();
        foreach ((ChipLocation chip, CoreSet set) in chips)
            cores[chip] = set;

        return new CoreTargets(cores);
    }

    public IEnumerable<CoreLocation> All() => Chips.SelectMany(chip => Cores[chip].Select(core => new CoreLocation(chip, (byte)core)));
}
