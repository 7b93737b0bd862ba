using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Firmware;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>How the boards of a machine behave.</summary>
/// <param name="Firmware">How the monitors on them behave.</param>
/// <param name="Version">The version that a machine starts booted with.</param>
/// <param name="Hosts">Who is on their network.</param>
internal sealed record BoardOptions(FirmwareOptions Firmware, SoftwareVersion Version, HostNetwork Hosts)
{
    /// <summary>The seed of everything random.</summary>
    public ulong Seed => Firmware.Seed;

    /// <summary>How long switching on and booting take.</summary>
    public BootSchedule Schedule { get; init; } = new();

    /// <summary>How long commands take at first.</summary>
    public MonitorPace Pace { get; init; } = MonitorPace.None;

    /// <summary>The settings of a machine that starts booted; empty for those of the usual host software.</summary>
    public ReadOnlyMemory<byte> BootVariables { get; init; }

    /// <summary>Programs that are on cores as soon as their boards are booted.</summary>
    public IReadOnlyList<ProgramPlacement> Placements { get; init; } = [];

    /// <summary>Routes that are in the tables of the routers as soon as the boards are booted.</summary>
    public IReadOnlyList<PacketRoute> Routes { get; init; } = [];

    /// <summary>Boards that have no power, whatever anybody does.</summary>
    public IReadOnlyCollection<int> DeadBoards { get; init; } = [];

    /// <summary>The other parts that do not work, by chip, as in the lists of boards.</summary>
    public IReadOnlyDictionary<ChipLocation, uint> DeadParts { get; init; } = new Dictionary<ChipLocation, uint>();

    /// <summary>The faults of the networks of single boards.</summary>
    public IReadOnlyDictionary<int, FaultOptions> Faults { get; init; } = new Dictionary<int, FaultOptions>();

    /// <summary>How often a board that waits for an image says so.</summary>
    public TimeSpan AnnouncementInterval { get; init; } = TimeSpan.FromMilliseconds(4096);

    /// <summary>Whether the padding of datagrams differs from one to the next.</summary>
    public bool VariesPadding { get; init; } = true;

    /// <summary>How much memory of this computer the memories of all chips may take together, in bytes.</summary>
    public long MemoryLimit { get; init; } = long.MaxValue;

    /// <summary>How large a part of the packets of flood fills chips miss at first.</summary>
    public double FloodFillLoss { get; init; }

    /// <summary>How large a part of the replies to their blocks gets lost for each that waits, at first.</summary>
    public double FloodReplyLoss { get; init; }
}
