using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation;

/// <summary>The machine to simulate, its addresses, and its behaviour.</summary>
/// <remarks>Protocol: virtual-machine.md, "Starting one".</remarks>
public sealed record VirtualMachineOptions : SpinnakerOptions
{
    private const int MostLedgerEntries = 100_000_000;

    /// <summary>The kind of board. The default is <see cref="BoardType.Spin5"/>.</summary>
    public BoardType Board { get; set => field = Writable(OptionChecks.Defined(value)); } = BoardType.Spin5;

    /// <summary>How many boards there are, if more than one: triads of SpiNN-5 boards, <see cref="Board"/> is not looked at then. Each board has an
    /// address of its own: <see cref="BindAddress"/>, then every eighth after it, 24 boards to a frame; frames are counted by the third number of
    /// the address. The default is one board.</summary>
    public TriadArrangement? Triads { get; set => field = Writable(value); }

    /// <summary>Boards that do not work, by their numbers: they have no power, whatever anybody does, their BMPs do not answer, and the others do without them.
    /// One at least must work. The default is none.</summary>
    /// <remarks>Protocol: virtual-machine.md, "Fault files".</remarks>
    public IReadOnlyList<int> DeadBoards { get; set => field = Writable(OptionChecks.NotNull(value)); } = [];

    /// <summary>Chips that do not work; those with an Ethernet must. The default is none.</summary>
    public IReadOnlyList<ChipLocation> DeadChips { get; set => field = Writable(OptionChecks.NotNull(value)); } = [];

    /// <summary>Cores that do not work, by their physical numbers, 0 to 17. The other cores of the chip move up and take their virtual numbers. A chip without any core is not there.
    /// The default is none, besides those that a SpiNN-5 lacks anyway.</summary>
    public IReadOnlyList<CoreLocation> DeadCores { get; set => field = Writable(OptionChecks.NotNull(value)); } = [];

    /// <summary>Links that do not work, either end named; links are 0 (east) to 5 (south). The default is none.</summary>
    public IReadOnlyList<(ChipLocation Chip, int Link)> DeadLinks { get; set => field = Writable(OptionChecks.NotNull(value)); } = [];

    /// <summary>Whether the core that runs the monitor of a chip is any of those that work, drawn from the seed, as on a board, where they race for it. By default it
    /// is the first.</summary>
    public bool RandomMonitorCores { get; set => field = Writable(value); }

    /// <summary>The kind of the chips: models, which is the default, or chips that execute the image that hosts send. Executed chips have no use for <see cref="Firmware"/>, <see cref="BootVariables"/>,
    /// <see cref="Applications"/>, <see cref="BootTiming"/> but for power, <see cref="ServiceTime"/>, <see cref="MaskHandlerErrors"/>, <see cref="VariesPadding"/> and <see cref="ForgiveBadAccess"/>: their software decides.</summary>
    /// <remarks>Protocol: virtual-machine.md, "Executed chips".</remarks>
    public ChipEngine Engine { get; set => field = Writable(OptionChecks.Defined(value)); }

    /// <summary>How executed chips are run, and which image they start with.</summary>
    public ExecutionOptions Execution { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>The version of SC&amp;MP that a machine starts booted with: 3.1.0, 3.4.2 or 4.0.0. The default is 4.0.0. What a host boots later
    /// is known by its image.</summary>
    public SoftwareVersion Firmware
    {
        get;
        set => field = Writable(FirmwareProfile.Find(value) is not null ? value : throw new InvalidParameterException(nameof(Firmware), value, "it must be 3.1.0, 3.4.2 or 4.0.0"));
    } = new(4, 0, 0);

    /// <summary>The settings of a machine that starts booted, as a boot image holds them in its bytes 384 to 511, 128 bytes: the first half of
    /// the system variables. The default, empty, stands for those of the usual host software.</summary>
    public ReadOnlyMemory<byte> BootVariables
    {
        get;
        set => field = Writable(value.Length is 0 or BootBlock.Size
            ? value
            : throw new InvalidParameterException(nameof(BootVariables), value.Length, $"there must be {BootBlock.Size} bytes, or none"));
    }

    /// <summary>Hosts on the network of the boards that do not answer when a board asks for their hardware address, so that tags for them never
    /// become valid. The default is none.</summary>
    public IReadOnlyList<IPAddress> SilentHosts { get; set => field = Writable(OptionChecks.NotNull(value)); } = [];

    /// <summary>Which programs take the place of which images. The default is <see cref="ApplicationRule.BuiltIn"/>; an image that no rule fits
    /// is executed, if it can be, or runs and does nothing: <see cref="Programs"/>.</summary>
    public IReadOnlyList<ApplicationRule> Applications { get; set => field = Writable(OptionChecks.NotNull(value)); } = ApplicationRule.BuiltIn;

    /// <summary>Whether and how images are executed that no rule fits. The default is that they are.</summary>
    public ProgramOptions Programs { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>Programs that are on cores as soon as their boards are booted. The default is none. Executed chips take none.</summary>
    /// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
    public IReadOnlyList<ProgramPlacement> Placements { get; set => field = Writable(OptionChecks.NotNull(value)); } = [];

    /// <summary>Routes that are in the tables of the routers as soon as the boards are booted. The default is none. Executed chips take none.</summary>
    /// <remarks>Protocol: virtual-machine.md, "Programs on cores".</remarks>
    public IReadOnlyList<PacketRoute> Routes { get; set => field = Writable(OptionChecks.NotNull(value)); } = [];

    /// <summary>How many entries <see cref="VirtualMachine.Ledger"/> keeps, up to 100,000,000. The default is 0: totals only.</summary>
    /// <remarks>Protocol: virtual-machine.md, "The ledger of live data".</remarks>
    public int LedgerSize { get; set => field = Writable(OptionChecks.Within(value, 0, MostLedgerEntries)); }

    /// <summary>Whether the board starts booted, or powered and waiting for a boot image. The default is <see langword="true"/>.</summary>
    public bool Booted { get; set => field = Writable(value); } = true;

    /// <summary>The address of the board, one of this computer's. The default is 127.0.0.1.</summary>
    public IPAddress BindAddress
    {
        get;
        set => field = Writable(CheckAddress(value, nameof(BindAddress)));
    } = IPAddress.Loopback;

    /// <summary>The address of the BMP. By default that of the board; with <see cref="UseTruePorts"/>, where the two must differ, the one
    /// before it, as boards are numbered, or for 127.0.0.1 the one after it.</summary>
    public IPAddress? BmpAddress
    {
        get;
        set => field = Writable(value is null ? null : CheckAddress(value, nameof(BmpAddress)));
    }

    /// <summary>Whether to listen on the ports of real boards, 17893 and 54321, for clients that know no others. By default
    /// <see langword="false"/>: the system chooses, and any number of machines can run side by side.</summary>
    public bool UseTruePorts { get; set => field = Writable(value); }

    /// <summary>The seed of everything random. The default is 0.</summary>
    public ulong Seed { get; set => field = Writable(value); }

    /// <summary>The faults of the network. The default is none; it can be changed while the machine runs.</summary>
    public FaultOptions Faults { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>The faults of the networks of single boards, by their numbers, instead of <see cref="Faults"/>. The default is nothing; it can be changed while the machine runs.</summary>
    public IReadOnlyDictionary<int, FaultOptions> BoardFaults { get; set => field = Writable(OptionChecks.NotNull(value)); } = new Dictionary<int, FaultOptions>();

    /// <summary>How long booting takes. The default is <see cref="BootTiming.Compressed"/>.</summary>
    public BootTiming BootTiming { get; set => field = Writable(OptionChecks.NotNull(value)); } = new();

    /// <summary>How long commands take; it can be changed while the machine runs. The default is <see cref="ServiceTime.None"/>.</summary>
    public ServiceTime ServiceTime { get; set => field = Writable(OptionChecks.NotNull(value)); } = ServiceTime.None with { };

    /// <summary>The clock. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set => field = Writable(OptionChecks.NotNull(value)); } = TimeProvider.System;

    /// <summary>The network. The default is the system's UDP.</summary>
    public IDatagramNetwork Network { get; set => field = Writable(OptionChecks.NotNull(value)); } = UdpNetwork.Instance;

    /// <summary>Where a board that waits for an image announces itself until someone has sent it one. The default is nowhere; with
    /// <see cref="UseTruePorts"/>, port 54321 of 127.0.0.1.</summary>
    public IReadOnlyList<IPEndPoint>? AnnouncementTargets { get; set => field = Writable(value); }

    /// <summary>How often it does, more than zero and up to a day. The default is the boards' 4.096 seconds.</summary>
    public TimeSpan AnnouncementInterval
    {
        get;
        set => field = Writable(OptionChecks.Positive(value));
    } = TimeSpan.FromMilliseconds(4096);

    /// <summary>Whether commands that the monitor refuses are answered as if they had been done, without data, as SC&amp;MP 4.0.0 does.
    /// The default is <see langword="true"/>; say <see langword="false"/> to see the real results.</summary>
    public bool MaskHandlerErrors { get; set => field = Writable(value); } = true;

    /// <summary>Whether a monitor survives reading and writing where there is nothing, or across units. The default is
    /// <see langword="false"/>: it dies and does not answer any more, as on a board.</summary>
    public bool ForgiveBadAccess { get; set => field = Writable(value); }

    /// <summary>Whether the two bytes of padding before a message that leaves vary, drawn from the seed. On a board they are left over in memory. The default
    /// is <see langword="true"/>; with <see langword="false"/> they are zero.</summary>
    /// <remarks>Protocol: virtual-machine.md, "Commands".</remarks>
    public bool VariesPadding { get; set => field = Writable(value); } = true;

    /// <summary>Whether a board sends to any host that an IP tag names. By default <see langword="false"/>: only to addresses of the loopback network, and to hosts that have sent something to the
    /// machine; otherwise whoever reaches the machine could have it send to others.</summary>
    /// <remarks>Protocol: virtual-machine.md, "IP tags".</remarks>
    public bool AnyDestination { get; set => field = Writable(value); }

    /// <summary>How much memory of this computer the memories of all chips may take together, in bytes, a mebibyte to a pebibyte. A monitor that writes more dies, and says why.
    /// The default is half of what the computer has. A machine whose executed chips could take more, some 130 MiB each, is refused; for those the default is 16 GiB.</summary>
    /// <remarks>Protocol: virtual-machine.md, "Memory".</remarks>
    public long MemoryLimit
    {
        get => field != 0 ? field : Engine == ChipEngine.Executed ? 16L << 30 : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
        set => field = Writable(OptionChecks.Within(value, 1L << 20, 1L << 50));
    }

    /// <inheritdoc/>
    protected override IEnumerable<SpinnakerOptions> Parts => [Execution, Programs, Faults, .. BoardFaults.Values, BootTiming, ServiceTime];

    private static IPAddress CheckAddress(IPAddress value, string name)
    {
        _ = OptionChecks.NotNull(value, name);
        if (value.AddressFamily != AddressFamily.InterNetwork)
            throw new InvalidParameterException(name, value, "boards speak IPv4 only");

        // A board tells clients its address, so it must be one that they can use.
        return value.Equals(IPAddress.Any) ? throw new InvalidParameterException(name, value, "it must be one address, not all of them") : value;
    }
}
