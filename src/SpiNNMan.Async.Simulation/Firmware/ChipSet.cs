using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The chips of a running machine, and the links between them. A chip is made at its first use.</summary>
internal sealed class ChipSet(MachineLayout geometry, Topology topology, Func<ChipLocation, VirtualChip> make)
{
    private const string LostPower = "The board of this chip has lost its power.";

    private readonly Dictionary<ChipLocation, VirtualChip> _chips = [];

    /// <summary>The largest number of chips on a path through the machine.</summary>
    public int LargestDistance => geometry.Width + geometry.Height;

    /// <summary>Whether there is more than one chip.</summary>
    public bool HasNeighbours => topology.ChipCount > 1;

    /// <summary>All chips. Chips that have not been used yet are made now.</summary>
    public IEnumerable<VirtualChip> All => topology.FromRoot.Reachable.Select(Find).OfType<VirtualChip>();

    /// <summary>The chips that have been used. All others are in their state after booting.</summary>
    public IReadOnlyCollection<VirtualChip> Known => _chips.Values;

    /// <summary>The chip at a place. It is made at its first use.</summary>
    public VirtualChip? Find(ChipLocation location) =>
        _chips.TryGetValue(location, out VirtualChip? chip) ? chip : topology.FromRoot.Hops(location) < 0 ? null : _chips[location] = Make(location);

    /// <summary>The chip across a link, if that chip can answer over the link.</summary>
    public VirtualChip? Neighbour(VirtualChip chip, int link) =>
        topology.IsBroken(chip.Location, link) ? null : Across(chip, link) is { } other && !topology.IsBroken(other.Location, Link.Opposite(link)) ? other : null;

    /// <summary>Breaks a link in the direction away from a chip, or repairs it.</summary>
    public void SetBroken(ChipLocation chip, int link, bool isBroken) => topology.SetBroken(chip, link, isBroken);

    /// <summary>Whether a link does not work in the direction away from a chip.</summary>
    public bool IsBroken(VirtualChip chip, int link) => topology.IsBroken(chip.Location, link);

    /// <summary>Sets the links that the FPGAs of a board do not carry away from it any more, by the places of their chips on the board.</summary>
    public void SetStopped(int board, IEnumerable<(ChipLocation Chip, int Link)> links) =>
        topology.SetStopped(board, links.Select(link => (geometry.PlaceOf(board, link.Chip), link.Link)));

    /// <summary>The chip that packets reach over a link. Nothing needs to come back.</summary>
    public VirtualChip? Towards(VirtualChip chip, int link) => topology.IsBroken(chip.Location, link) ? null : Across(chip, link);

    /// <summary>Whether messages from one chip reach another, and the receipts come back.</summary>
    public bool Connects(VirtualChip from, VirtualChip to) =>
        (topology.LostBoards == 0 || AvoidsLostBoards(from, to)) && (!topology.HasBrokenLinks || (Leads(from, to) && Leads(to, from)));

    /// <summary>How many chips a message passes from one to another.</summary>
    public int HopsBetween(ChipLocation from, ChipLocation to) => Link.Distance(from, to, geometry.Width, geometry.Height, geometry.Wraps);

    /// <summary>The number of the board of a chip.</summary>
    public int BoardNumberOf(VirtualChip chip) => geometry.BoardOf(chip.Location);

    /// <summary>The chip with the Ethernet of a board.</summary>
    public VirtualChip EthernetOf(int board) => Find(geometry.Ethernets[board])!;

    /// <summary>The chips of a board that work.</summary>
    public IEnumerable<VirtualChip> OfBoard(int board) => geometry.ChipsOf(board).Select(Find).OfType<VirtualChip>();

    /// <summary>The chips of the board of a chip that work.</summary>
    public IEnumerable<VirtualChip> BoardOf(VirtualChip chip) => OfBoard(BoardNumberOf(chip));

    /// <summary>Makes snapshots of the working chips of a board. For chips that have not been used, a snapshot has only their places.</summary>
    public IEnumerable<ChipSnapshot> Look(int board, TimeSpan now)
    {
        foreach (ChipLocation place in geometry.ChipsOf(board).Where(place => topology.FromRoot.Hops(place) >= 0))
        {
            yield return _chips.TryGetValue(place, out VirtualChip? chip)
                ? chip.Look(now)
                : new ChipSnapshot(place, geometry.LocalOf(place), IsUsed: false, Failure: null, IsBusy: false, Commands: 0, []);
        }
    }

    /// <summary>Removes a board that has lost its power. Other chips notice when they ask its chips.</summary>
    /// <returns><see langword="true"/> if it was the last board.</returns>
    public bool Lose(int board)
    {
        topology.Lose(board);
        foreach (VirtualChip chip in _chips.Values.Where(chip => geometry.BoardOf(chip.Location) == board))
        {
            chip.Hardware?.Stop();
            chip.Kill(LostPower);
        }

        return topology.LostBoards == geometry.Ethernets.Count;
    }

    private VirtualChip Make(ChipLocation location)
    {
        VirtualChip chip = make(location);
        if (topology.IsLost(geometry.BoardOf(location)))
            chip.Kill(LostPower);

        return chip;
    }

    /// <summary>The chip with power across a link, whether or not the link works.</summary>
    public VirtualChip? Across(VirtualChip chip, int link) => topology.Across(chip.Location, link) is { } location ? Find(location) : null;

    /// <summary>Most paths have an Ethernet at one end. The paths from there are known.</summary>
    private bool AvoidsLostBoards(VirtualChip from, VirtualChip to) =>
        to.HasEthernet ? topology.AvoidsLostBoards(to.Location, from.Location) : topology.AvoidsLostBoards(from.Location, to.Location);

    /// <summary>Follows the tables of the chips on the path.</summary>
    private bool Leads(VirtualChip from, VirtualChip to)
    {
        VirtualChip at = from;
        for (int steps = 0; steps <= topology.ChipCount; steps++)
        {
            if (ReferenceEquals(at, to))
                return true;

            int link = at.Router.NextHop(to.Identity.Address);
            if (link >= Link.Count || topology.IsBroken(at.Location, link) || Across(at, link) is not { } next)
                return false;

            at = next;
        }

        return false;
    }
}
