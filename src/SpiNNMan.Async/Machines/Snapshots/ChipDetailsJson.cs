namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>One chip, as the JSON of machines says it.</summary>
internal sealed record ChipDetailsJson
{
    public int Cores { get; init; }

    public IReadOnlyList<int>? Ethernet { get; init; }

    public IReadOnlyList<int>? DeadLinks { get; init; }

    public string? IpAddress { get; init; }

    /// <summary>Cores below the highest one that are left out; only this library writes it.</summary>
    public IReadOnlyList<int>? DeadCores { get; init; }

    /// <summary>The physical numbers of the virtual cores; only this library writes it.</summary>
    public IReadOnlyList<int>? PhysicalCores { get; init; }

    /// <summary>The cores in each state other than idle; only this library writes it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>>? States { get; init; }

    /// <summary>The link towards the boot chip; only this library writes it.</summary>
    public int? ParentLink { get; init; }
}
