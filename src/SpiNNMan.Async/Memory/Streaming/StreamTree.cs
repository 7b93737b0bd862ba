using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Memory.Streaming;

/// <summary>A tree over the chips of a board from the chip with the Ethernet, breadth first, over links that work.</summary>
internal sealed class StreamTree
{
    private static readonly int[] s_towards = [4, 3, 5, 2, 0, 1];
    private static readonly int[] s_away = [1, 0, 2, 5, 3, 4];

    private readonly Dictionary<ChipLocation, (ChipLocation Parent, int Link)> _parents = [];

    private StreamTree()
    {
    }

    /// <summary>Its chips without the first one, those near to it before others.</summary>
    public List<ChipLocation> Chips { get; } = [];

    /// <summary>For each chip, the link on which its fixed-route packets go toward the Ethernet.</summary>
    public static IReadOnlyDictionary<ChipLocation, int> FindLinksTowards(Machine machine, ChipLocation ethernet)
    {
        var links = new Dictionary<ChipLocation, int>();
        HashSet<ChipLocation> routed = [ethernet];
        ChipLocation[] rest = [.. machine.ChipsOfBoard(ethernet).Select(static chip => chip.Location).Where(chip => chip != ethernet)];
        while (rest.Length > 0)
        {
            // Only chips of the round before count, so that each way is a shortest one.
            (ChipLocation Chip, int Link)[] next = [.. rest.Select(chip => (chip, s_towards.Where(link => Leads(machine, chip, link, routed)).DefaultIfEmpty(-1).First())).Where(static one => one.Item2 >= 0)];
            if (next.Length == 0)
                break;

            foreach ((ChipLocation chip, int link) in next)
            {
                links[chip] = link;
                routed.Add(chip);
            }

            rest = [.. rest.Except(routed)];
        }

        return links;
    }

    /// <summary>Makes the tree of data from the host, over some chips of the board.</summary>
    public static StreamTree From(Machine machine, ChipLocation ethernet, IReadOnlySet<ChipLocation> chips)
    {
        var tree = new StreamTree();
        HashSet<ChipLocation> reached = [ethernet];
        Queue<ChipLocation> waiting = new([ethernet]);
        while (waiting.TryDequeue(out ChipLocation chip))
        {
            foreach (int link in s_away.Where(machine[chip].Links.Contains))
            {
                ChipLocation next = machine.GetNeighbour(chip, link);
                if (!chips.Contains(next) || !reached.Add(next))
                    continue;

                tree._parents[next] = (chip, link);
                tree.Chips.Add(next);
                waiting.Enqueue(next);
            }
        }

        return tree;
    }

    /// <summary>The chips on the way from the first one to a chip, each with the link that leads on.</summary>
    public IEnumerable<(ChipLocation Chip, int Link)> WayTo(ChipLocation chip)
    {
        for (ChipLocation at = chip; _parents.TryGetValue(at, out (ChipLocation Parent, int Link) step); at = step.Parent)
            yield return step;
    }

    /// <summary>The links of a chip to its children.</summary>
    public LinkSet LinksToChildren(ChipLocation chip) => LinkSet.Create([.. _parents.Values.Where(step => step.Parent == chip).Select(static step => step.Link)]);

    private static bool Leads(Machine machine, ChipLocation chip, int link, HashSet<ChipLocation> routed) =>
        machine[chip].Links.Contains(link) && machine.GetNeighbour(chip, link) is var next && routed.Contains(next);
}
