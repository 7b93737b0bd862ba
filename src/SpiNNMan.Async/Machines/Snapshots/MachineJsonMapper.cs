using System.Net;
using System.Text.Json;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>Turns machines into JSON, and back.</summary>
internal static class MachineJsonMapper
{
    private static readonly int[] s_tags = [1, 2, 3, 4, 5, 6, 7];

    public static MachineJson FromMachine(Machine machine)
    {
        ResourcesJson standard = CommonOf(machine.Chips.Where(static chip => !chip.IsEthernet)) with { Tags = [] };
        ResourcesJson ethernet = CommonOf(machine.Chips.Where(static chip => chip.IsEthernet)) with { Tags = s_tags };
        return new MachineJson
        {
            Height = machine.Dimensions.Height,
            Width = machine.Dimensions.Width,
            Root = [machine.BootChip.X, machine.BootChip.Y],
            StandardResources = standard,
            EthernetResources = ethernet,
            Chips = [.. machine.Chips.Select(chip => FromChip(chip, chip.IsEthernet ? ethernet : standard))],
        };
    }

    public static Machine ToMachine(MachineJson json)
    {
        if (json.Width is < 1 or > P2PTable.MaxSize || json.Height is < 1 or > P2PTable.MaxSize)
            throw new JsonException($"Width and height are {json.Width} and {json.Height}; they must be 1 to {P2PTable.MaxSize}.");

        return new Machine(new MachineDimensions(json.Width, json.Height), json.Root is null ? default : Place(json.Root, "root"), (json.Chips ?? []).Select(chip => ToChip(chip, json)));
    }

    /// <summary>The resources that most chips have. The other chips list their exceptions.</summary>
    private static ResourcesJson CommonOf(IEnumerable<MachineChip> chips)
    {
        MachineChip[] all = [.. chips];
        return new ResourcesJson
        {
            Monitors = 1,
            RouterEntries = Commonest(all, static chip => chip.FreeRouterEntries),
            Sdram = Commonest(all, static chip => chip.LargestFreeSdram),
            Virtual = false,
        };
    }

    private static T? Commonest<T>(MachineChip[] chips, Func<MachineChip, T> value)
        where T : struct
        => chips.Length == 0 ? null : chips.GroupBy(value).MaxBy(static group => group.Count())!.Key;

    private static ChipJson FromChip(MachineChip chip, ResourcesJson common)
    {
        int cores = 32 - System.Numerics.BitOperations.LeadingZeroCount(chip.Cores.Mask);
        int[] deadCores = [.. Enumerable.Range(0, cores).Where(core => !chip.Cores.Contains(core))];
        int[] deadLinks = [.. Enumerable.Range(0, LinkSet.MaxLinks).Where(link => !chip.Links.Contains(link))];
        var details = new ChipDetailsJson
        {
            Cores = cores,
            Ethernet = [chip.NearestEthernet.X, chip.NearestEthernet.Y],
            DeadLinks = deadLinks.Length == 0 ? null : deadLinks,
            IpAddress = chip.EthernetAddress?.ToString(),
            DeadCores = deadCores.Length == 0 ? null : deadCores,
            PhysicalCores = chip.CoreMap is { } map ? [.. map.GetPhysicalCores().Select(static core => (int)core)] : null,
            States = StatesOf(chip),
            ParentLink = chip.ParentLink,
        };
        var exceptions = new ResourcesJson
        {
            RouterEntries = chip.FreeRouterEntries == common.RouterEntries ? null : chip.FreeRouterEntries,
            Sdram = chip.LargestFreeSdram == common.Sdram ? null : chip.LargestFreeSdram,
        };
        return new ChipJson(chip.Location.X, chip.Location.Y, details, exceptions == new ResourcesJson() ? null : exceptions);
    }

    private static Dictionary<string, IReadOnlyList<int>>? StatesOf(MachineChip chip)
    {
        Dictionary<string, IReadOnlyList<int>> states = chip.Cores
            .GroupBy(core => chip.States[core])
            .Where(static group => group.Key != CoreState.Idle)
            .ToDictionary(static group => group.Key.ToString(), static group => (IReadOnlyList<int>)[.. group], StringComparer.Ordinal);
        return states.Count == 0 ? null : states;
    }

    private static MachineChip ToChip(ChipJson chip, MachineJson machine)
    {
        ChipDetailsJson details = chip.Details;
        var place = new ChipLocation(chip.X, chip.Y);
        if (chip.X >= machine.Width || chip.Y >= machine.Height)
            throw new JsonException($"Chip {place} is outside of the machine.");

        if (details.Cores is < 1 or > CoreSet.MaxCores)
            throw new JsonException($"Chip {place} has {details.Cores} cores; it must have 1 to {CoreSet.MaxCores}.");

        ChipLocation ethernet = details.Ethernet is null ? default : Place(details.Ethernet, $"ethernet of chip {place}");
        ResourcesJson? common = ethernet == place ? machine.EthernetResources : machine.StandardResources;
        uint cores = ((1u << details.Cores) - 1) & ~Mask(details.DeadCores, CoreSet.MaxCores, place);
        return new MachineChip(
            place,
            CoreSet.FromMask(cores),
            LinkSet.FromMask(~Mask(details.DeadLinks, LinkSet.MaxLinks, place)),
            ethernet,
            details.IpAddress is { } address ? IPAddress.Parse(address) : null,
            chip.Exceptions?.Sdram ?? common?.Sdram ?? 0,
            chip.Exceptions?.RouterEntries ?? common?.RouterEntries ?? 0,
            ToStates(details))
        {
            CoreMap = details.PhysicalCores is { } physical ? ToCoreMap(physical, place) : null,
            ParentLink = details.ParentLink,
        };
    }

    private static CoreStates ToStates(ChipDetailsJson details)
    {
        Span<CoreState> states = stackalloc CoreState[CoreSet.MaxCores];
        states.Clear();
        states[..details.Cores].Fill(CoreState.Idle);
        foreach ((string name, IReadOnlyList<int> cores) in details.States ?? new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal))
        {
            if (!Enum.TryParse(name, out CoreState state))
                throw new JsonException($"Cores have no state '{name}'.");

            foreach (int core in cores)
                states[core is >= 0 and < CoreSet.MaxCores ? core : throw new JsonException($"The chip has no core {core} that could be {name}.")] = state;
        }

        return new CoreStates(states);
    }

    private static CoreMap ToCoreMap(IReadOnlyList<int> physical, ChipLocation chip)
    {
        byte[] table = [.. physical.Select(static core => core is >= 0 and < byte.MaxValue ? (byte)core : (byte)(byte.MaxValue - 1))];
        return CoreMap.TryParse(table, out CoreMap map, out PacketError error) ? map : throw new JsonException($"The physical cores of chip {chip}: {error}");
    }

    private static uint Mask(IReadOnlyList<int>? numbers, int limit, ChipLocation chip)
    {
        uint mask = 0;
        foreach (int number in numbers ?? [])
            mask |= number >= 0 && number < limit ? 1u << number : throw new JsonException($"Chip {chip} names {number}, where only 0 to {limit - 1} exist.");

        return mask;
    }

    private static ChipLocation Place(IReadOnlyList<int> coordinates, string what) =>
        coordinates is [>= 0 and <= byte.MaxValue, >= 0 and <= byte.MaxValue] ? new ChipLocation((byte)coordinates[0], (byte)coordinates[1]) : throw new JsonException($"The {what} must be two coordinates.");
}
