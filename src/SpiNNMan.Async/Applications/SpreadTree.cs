using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Applications;

/// <summary>The shortest paths by which something spreads from one chip to others.</summary>
internal sealed class SpreadTree
{
    private readonly Dictionary<ChipLocation, List<ChipLocation>> _children = [];

    private SpreadTree(ChipLocation seed) => _children[seed] = [];

    /// <summary>How many chips are on the paths, first and last ones included.</summary>
    public int ChipCount => _children.Count;

    /// <summary>Finds the paths.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="seed">Where it starts.</param>
    /// <param name="mayPass">Over which chips it may go.</param>
    /// <param name="targets">The chips to reach. Chips that cannot be reached are not in the tree.</param>
    public static SpreadTree Grow(Machine machine, ChipLocation seed, Func<ChipLocation, bool> mayPass, IEnumerable<ChipLocation> targets)
    {
        Dictionary<ChipLocation, ChipLocation> sources = FindSources(machine, seed, mayPass);
        var tree = new SpreadTree(seed);
        foreach (ChipLocation target in targets)
        {
            if (sources.ContainsKey(target) && !tree.Contains(target))
                tree.Add(target, sources);
        }

        return tree;
    }

    public bool Contains(ChipLocation chip) => _children.ContainsKey(chip);

    public IReadOnlyList<ChipLocation> ChildrenOf(ChipLocation chip) => _children.TryGetValue(chip, out List<ChipLocation>? children) ? children : [];

    /// <summary>Adds a chip, and the path from it to a chip that is in the tree already.</summary>
    private void Add(ChipLocation chip, Dictionary<ChipLocation, ChipLocation> sources)
    {
        _children[chip] = [];
        ChipLocation source = sources[chip];
        List<ChipLocation>? siblings;
        while (!_children.TryGetValue(source, out siblings))
        {
            _children[source] = [chip];
            (chip, source) = (source, sources[source]);
        }

        siblings.Add(chip);
    }

    private static Dictionary<ChipLocation, ChipLocation> FindSources(Machine machine, ChipLocation seed, Func<ChipLocation, bool> mayPass)
    {
        var sources = new Dictionary<ChipLocation, ChipLocation>();
        var queue = new Queue<ChipLocation>([seed]);
        while (queue.TryDequeue(out ChipLocation source))
        {
            for (int link = 0; link < LinkSet.MaxLinks; link++)
            {
                // The chip reads over its own link, so this link must work.
                ChipLocation chip = machine.GetNeighbour(source, link);
                int back = (link + (LinkSet.MaxLinks / 2)) % LinkSet.MaxLinks;
                if (chip != seed && mayPass(chip) && machine[chip].Links.Contains(back) && sources.TryAdd(chip, source))
                    queue.Enqueue(chip);
            }
        }

        return sources;
    }
}
