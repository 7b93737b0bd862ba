using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Simulation.Geometry;

/// <summary>The shortest paths from one chip to all others. Among equal paths, the lowest link of the nearest chip wins.</summary>
internal sealed class RouteMap
{
    private readonly Dictionary<ChipLocation, Step> _steps = [];

    /// <param name="neighbour">The chip across a link of a chip, if the link works.</param>
    /// <param name="start">The chip where the paths begin.</param>
    public RouteMap(Func<ChipLocation, int, ChipLocation?> neighbour, ChipLocation start)
    {
        var pending = new Queue<ChipLocation>();
        _steps[start] = new Step(-1, -1, 0);
        pending.Enqueue(start);
        while (pending.TryDequeue(out ChipLocation chip))
        {
            Step here = _steps[chip];
            for (int link = 0; link < Link.Count; link++)
            {
                if (neighbour(chip, link) is not { } next)
                    continue;

                var step = new Step(here.Hops == 0 ? link : here.FirstLink, Link.Opposite(link), here.Hops + 1);
                if (_steps.TryAdd(next, step))
                    pending.Enqueue(next);
            }
        }
    }

    /// <summary>The chips that can be reached, including the start.</summary>
    public IEnumerable<ChipLocation> Reachable => _steps.Keys;

    /// <summary>The link by which a packet leaves the start for <paramref name="chip"/>, or -1 if it is the start or out of reach.</summary>
    public int FirstLink(ChipLocation chip) => _steps.TryGetValue(chip, out Step step) ? step.FirstLink : -1;

    /// <summary>The link of <paramref name="chip"/> that leads one chip nearer to the start, or -1.</summary>
    public int LinkBack(ChipLocation chip) => _steps.TryGetValue(chip, out Step step) ? step.LinkBack : -1;

    /// <summary>How many links away a chip is, or -1 if it is out of reach.</summary>
    public int Hops(ChipLocation chip) => _steps.TryGetValue(chip, out Step step) ? step.Hops : -1;

    private readonly record struct Step(int FirstLink, int LinkBack, int Hops);
}
