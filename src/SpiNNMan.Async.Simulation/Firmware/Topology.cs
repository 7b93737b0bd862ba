using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The links that the software of a machine uses, the shortest paths over them, and the links that no longer work.</summary>
internal sealed class Topology
{
    private const uint NoRoutes = 0x00DB6DB6;
    private const uint ToSelf = 7;
    private const int P2PTableWords = 8192;
    private const int MostKeptRoutes = 16;

    /// <summary>On machines with more chips than this, a search for the exact paths from every chip takes too long.</summary>
    private const int MostChipsToSearch = 256;

    private readonly MachineLayout _geometry;
    private readonly ChipLocation _root;
    private readonly bool _switchesEdgeLinksOff;
    private readonly Dictionary<ChipLocation, RouteMap> _routes = [];
    private readonly HashSet<int> _lost = [];
    private readonly HashSet<(ChipLocation Chip, int Link)> _broken = [];
    private readonly HashSet<(ChipLocation Chip, int Link)> _stopped = [];

    public Topology(MachineLayout geometry, ChipLocation root, bool switchesEdgeLinksOff)
    {
        _geometry = geometry;
        _root = root;
        _switchesEdgeLinksOff = switchesEdgeLinksOff;
        FromRoot = new RouteMap(LinkedNeighbour, root);
        ChipCount = FromRoot.Reachable.Count();
    }

    /// <summary>The paths from the chip that was booted.</summary>
    public RouteMap FromRoot { get; }

    /// <summary>How many chips there are.</summary>
    public int ChipCount { get; }

    /// <summary>The distance of the farthest chip from the root, at least one.</summary>
    public int Radius => Math.Max(1, FromRoot.Reachable.Max(FromRoot.Hops));

    /// <summary>How many boards have lost their power.</summary>
    public int LostBoards => _lost.Count;

    /// <summary>Whether there are links that work in one direction only, or not at all.</summary>
    public bool HasBrokenLinks => _broken.Count > 0 || _stopped.Count > 0;

    /// <summary>Records that a board has lost its power.</summary>
    public void Lose(int board) => _lost.Add(board);

    public bool IsLost(int board) => _lost.Contains(board);

    /// <summary>Breaks a link in the direction away from a chip, or repairs it.</summary>
    public void SetBroken(ChipLocation chip, int link, bool isBroken)
    {
        if (isBroken)
            _broken.Add((chip, link));
        else
            _broken.Remove((chip, link));
    }

    /// <summary>Sets the links that do not carry anything away from a board.</summary>
    public void SetStopped(int board, IEnumerable<(ChipLocation Chip, int Link)> links)
    {
        _stopped.RemoveWhere(stopped => _geometry.BoardOf(stopped.Chip) == board);
        _stopped.UnionWith(links);
    }

    public bool IsBroken(ChipLocation chip, int link) => HasBrokenLinks && (_broken.Contains((chip, link)) || _stopped.Contains((chip, link)));

    /// <summary>The chip with power across a link, whether or not the link works.</summary>
    public ChipLocation? Across(ChipLocation chip, int link) =>
        _geometry.Neighbour(chip, link) is { } other && !IsLost(_geometry.BoardOf(other)) ? other : null;

    /// <summary>Whether the path between two chips leads only over boards with power. Both directions count as the same path, so that few must be stored.</summary>
    public bool AvoidsLostBoards(ChipLocation start, ChipLocation end)
    {
        RouteMap routes = From(start);
        for (ChipLocation at = end; at != start;)
        {
            int link = routes.LinkBack(at);
            if (IsLost(_geometry.BoardOf(at)) || link < 0 || _geometry.Neighbour(at, link) is not { } next)
                return false;

            at = next;
        }

        return true;
    }

    /// <summary>The chips on the path from one to another, both ends included. On large machines it is a straight path, even over dead chips.</summary>
    public IReadOnlyList<ChipLocation> Between(ChipLocation start, ChipLocation end)
    {
        var way = new List<ChipLocation> { end };
        RouteMap? routes = ChipCount <= MostChipsToSearch ? From(start) : null;
        for (ChipLocation at = end; at != start;)
        {
            int link = routes?.LinkBack(at) ?? Link.Towards(at, start, _geometry.Width, _geometry.Height, _geometry.Wraps);
            if (link < 0 || Link.Step(at, link, _geometry.Width, _geometry.Height, _geometry.Wraps) is not { } next)
                return [start, end];

            at = next;
            if (_geometry.BoardOf(at) >= 0)
                way.Add(at);
        }

        way.Reverse();
        return way;
    }

    /// <summary>The links of a chip that are used, one bit each.</summary>
    public byte Links(ChipLocation chip) => Links(chip, static (_, _, _) => true);

    /// <summary>The links of a chip to the chips whose path to the root leads over it.</summary>
    public byte ChildLinks(ChipLocation chip) => Links(chip, static (map, other, link) => map.LinkBack(other) == Link.Opposite(link));

    /// <summary>The distances of the other chips from a chip.</summary>
    public IEnumerable<(ushort Address, int Hops)> Distances(ChipLocation chip)
    {
        RouteMap routes = From(chip);
        return routes.Reachable.Select(other => (SdpBuffer.AddressOf(other), routes.Hops(other)));
    }

    /// <summary>The table by which a chip routes messages to all others.</summary>
    public uint[] MakeP2PTable(ChipLocation chip)
    {
        var table = new uint[P2PTableWords];
        Array.Fill(table, NoRoutes);
        RouteMap routes = From(chip);
        foreach (ChipLocation other in routes.Reachable)
        {
            int address = SdpBuffer.AddressOf(other);
            int shift = 3 * (address & 7);
            uint entry = other == chip ? ToSelf : (uint)routes.FirstLink(other);
            table[address >> 3] = (table[address >> 3] & ~(7u << shift)) | (entry << shift);
        }

        return table;
    }

    /// <summary>The shortest paths from a chip. A few are kept, since most messages come from the same chips.</summary>
    private RouteMap From(ChipLocation chip)
    {
        if (chip == _root)
            return FromRoot;

        if (_routes.TryGetValue(chip, out RouteMap? routes))
            return routes;

        if (_routes.Count == MostKeptRoutes)
            _routes.Clear();

        return _routes[chip] = new RouteMap(LinkedNeighbour, chip);
    }

    /// <summary>The chip across a link that the software uses.</summary>
    private ChipLocation? LinkedNeighbour(ChipLocation chip, int link) =>
        _geometry.Neighbour(chip, link) is { } other && !IsSwitchedOff(chip, link) && !IsSwitchedOff(other, Link.Opposite(link)) ? other : null;

    /// <summary>SC&amp;MP 4.0.0 switches off three links at the edge of larger boards, whether or not it runs on one.</summary>
    private bool IsSwitchedOff(ChipLocation chip, int link) => _switchesEdgeLinksOff && (_geometry.LocalOf(chip), link) is ((4, 7), 2) or ((7, 7), 2) or ((1, 0), 4);

    private byte Links(ChipLocation chip, Func<RouteMap, ChipLocation, int, bool> isWanted)
    {
        int links = 0;
        for (int link = 0; link < Link.Count; link++)
        {
            if (LinkedNeighbour(chip, link) is { } other && isWanted(FromRoot, other, link))
                links |= 1 << link;
        }

        return (byte)links;
    }
}
