using System.Globalization;

namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>One difference between two snapshots of a machine.</summary>
/// <param name="Kind">The kind of difference.</param>
/// <param name="Chip">The chip it is about; none if it is about the machine.</param>
/// <param name="Message">The old and the new value.</param>
public sealed record MachineChange(MachineChangeKind Kind, ChipLocation? Chip, string Message)
{
    /// <summary>Whether the hardware changed, and not only its current use.</summary>
    public bool IsStructural => Kind is not (MachineChangeKind.State or MachineChangeKind.Free);

    /// <summary>Compares two snapshots.</summary>
    /// <param name="before">The old snapshot.</param>
    /// <param name="after">The new snapshot.</param>
    /// <returns>The differences, chip by chip. A chip that is lost or found has this one difference only.</returns>
    public static IReadOnlyList<MachineChange> Between(Machine before, Machine after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = new List<MachineChange>();
        if (before.Dimensions != after.Dimensions)
            changes.Add(new MachineChange(MachineChangeKind.Shape, Chip: null, $"The size was {before.Dimensions}, and is {after.Dimensions}."));

        if (before.BootChip != after.BootChip)
            changes.Add(new MachineChange(MachineChangeKind.Shape, Chip: null, $"It was booted through {before.BootChip}, and is now through {after.BootChip}."));

        ILookup<ChipLocation, FpgaLink> edges = after.FpgaLinks.ToLookup(static link => link.Chip);
        IEnumerable<ChipLocation> places = before.Chips.Concat(after.Chips).Select(static chip => chip.Location).Distinct().OrderBy(static place => (place.X << 8) | place.Y);
        foreach (ChipLocation place in places)
        {
            if (!before.TryGetChip(place, out MachineChip? old))
                changes.Add(new MachineChange(MachineChangeKind.ChipFound, place, $"Chip {place} is new."));
            else if (!after.TryGetChip(place, out MachineChip? now))
                changes.Add(new MachineChange(MachineChangeKind.ChipLost, place, $"Chip {place} is gone."));
            else
                changes.AddRange(Compare(old, now, edges));
        }

        return changes;
    }

    /// <inheritdoc/>
    public override string ToString() => Message;

    private static IEnumerable<MachineChange> Compare(MachineChip old, MachineChip now, ILookup<ChipLocation, FpgaLink> edges)
    {
        ChipLocation chip = now.Location;
        foreach (int core in CoreSet.FromMask(old.Cores.Mask & ~now.Cores.Mask))
            yield return Make(MachineChangeKind.CoreLost, $"Core {core} of chip {chip} is gone.");

        foreach (int core in CoreSet.FromMask(now.Cores.Mask & ~old.Cores.Mask))
            yield return Make(MachineChangeKind.CoreFound, $"Core {core} of chip {chip} is new.");

        foreach (int link in LinkSet.FromMask(old.Links.Mask & ~now.Links.Mask))
            yield return Make(MachineChangeKind.LinkLost, $"Link {link} of chip {chip}{Through(link)} does not work any more.");

        foreach (int link in LinkSet.FromMask(now.Links.Mask & ~old.Links.Mask))
            yield return Make(MachineChangeKind.LinkFound, $"Link {link} of chip {chip}{Through(link)} works now, and did not before.");

        if (old.NearestEthernet != now.NearestEthernet)
            yield return Make(MachineChangeKind.Ethernet, $"Chip {chip} was served by the board of {old.NearestEthernet}, and is by that of {now.NearestEthernet}.");

        if (!Equals(old.EthernetAddress, now.EthernetAddress))
            yield return Make(MachineChangeKind.Ethernet, $"Chip {chip} had the address {Name(old.EthernetAddress)}, and has {Name(now.EthernetAddress)}.");

        if (old.CoreMap is { } was && now.CoreMap is { } map && was != map)
            yield return Make(MachineChangeKind.CoreMap, $"The physical cores of chip {chip} were {was}, and are {map}.");

        IEnumerable<IGrouping<(CoreState Old, CoreState Now), int>> states = CoreSet.FromMask(old.Cores.Mask & now.Cores.Mask)
            .Where(core => old.States[core] != now.States[core])
            .GroupBy(core => (old.States[core], now.States[core]));
        foreach (IGrouping<(CoreState Old, CoreState Now), int> group in states)
            yield return Make(MachineChangeKind.State, $"Cores {string.Join(", ", group)} of chip {chip} were {group.Key.Old}, and are {group.Key.Now}.");

        if (old.LargestFreeSdram != now.LargestFreeSdram)
            yield return Make(MachineChangeKind.Free, $"Chip {chip} had {old.LargestFreeSdram} bytes of SDRAM free in one piece, and has {now.LargestFreeSdram}.");

        if (old.FreeRouterEntries != now.FreeRouterEntries)
            yield return Make(MachineChangeKind.Free, $"Chip {chip} had {old.FreeRouterEntries} routing entries free, and has {now.FreeRouterEntries}.");

        string Through(int link) => edges[chip].FirstOrDefault(edge => edge.ChipLink == link) is { } edge ? $" ({edge})" : "";

        MachineChange Make(MachineChangeKind kind, FormattableString message) => new(kind, chip, message.ToString(CultureInfo.InvariantCulture));
    }

    private static string Name(System.Net.IPAddress? address) => address?.ToString() ?? "none";
}
