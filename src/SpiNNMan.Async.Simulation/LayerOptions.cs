using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Executed;
using SpiNNMan.Async.Simulation.Firmware;
using SpiNNMan.Async.Simulation.Geometry;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Network;
using SpiNNMan.Async.Simulation.Programs;

namespace SpiNNMan.Async.Simulation;

/// <summary>Makes of what users say what each layer needs to know: the only place that knows both.</summary>
internal static class LayerOptions
{
    /// <summary>The machine that options describe, before anything is dead.</summary>
    public static MachineLayout LayoutOf(VirtualMachineOptions options) => options.Triads is { } triads ? TriadGeometry.Make(triads.Width, triads.Height, triads.Wraps) : LayoutOf(options.Board);

    /// <summary>The machine of one board.</summary>
    public static MachineLayout LayoutOf(BoardType board) => board switch
    {
        BoardType.Spin3 => MachineLayout.Spin3,
        BoardType.Spin5 => MachineLayout.Spin5,
        BoardType.Single => MachineLayout.SingleChip,
        _ => throw new InvalidParameterException(nameof(board), board, "it must be Spin3, Spin5 or Single"),
    };

    /// <summary>Makes options read-only, and checks what only makes sense for some machines.</summary>
    /// <param name="options">The options.</param>
    /// <param name="layout">The machine that they describe, before anything is dead.</param>
    /// <exception cref="InvalidParameterException">An option has no meaning for this machine.</exception>
    public static void Take(VirtualMachineOptions options, MachineLayout layout)
    {
        options.MakeReadOnly();
        int boards = layout.Ethernets.Count;
        foreach (int board in options.DeadBoards)
            InvalidParameterException.ThrowIfOutside(board, 0, boards - 1, nameof(VirtualMachineOptions.DeadBoards));

        if (options.DeadBoards.Distinct().Count() == boards)
            throw new InvalidParameterException(nameof(VirtualMachineOptions.DeadBoards), boards, "one board at least must work");
        if (options is { Engine: ChipEngine.Executed, Booted: true, Execution.Image.IsEmpty: true })
            throw new InvalidParameterException(nameof(VirtualMachineOptions.Booted), options.Booted, "chips that execute start booted only with an image: give Execution.Image, or wait for one with Booted = false");
        foreach (int board in options.BoardFaults.Keys)
            InvalidParameterException.ThrowIfOutside(board, 0, boards - 1, nameof(VirtualMachineOptions.BoardFaults));

        MachineLayout works = layout.Without(options.DeadChips, options.DeadCores, options.DeadLinks);
        foreach (ProgramPlacement placement in options.Placements)
            CheckCore(works, placement.Core, nameof(VirtualMachineOptions.Placements));
        foreach (PacketRoute route in options.Routes)
        {
            if (works.BoardOf(route.From) < 0)
                throw new InvalidParameterException(nameof(VirtualMachineOptions.Routes), route.From, "the machine has no such chip");
            foreach (CoreLocation core in route.To)
                CheckCore(works, core, nameof(VirtualMachineOptions.Routes));
        }
    }

    /// <summary>The options of boards.</summary>
    public static BoardOptions Boards(VirtualMachineOptions options) =>
        new(Firmware(options), options.Firmware, new HostNetwork(options.SilentHosts, options.AnyDestination))
        {
            Schedule = Schedule(options.BootTiming),
            Pace = Pace(options.ServiceTime),
            BootVariables = options.BootVariables,
            Placements = options.Placements,
            Routes = options.Routes,
            DeadBoards = [.. options.DeadBoards.Distinct()],
            DeadParts = Blacklist.PartsOf(options.DeadChips, options.DeadCores, options.DeadLinks),
            Faults = options.BoardFaults,
            AnnouncementInterval = options.AnnouncementInterval,
            VariesPadding = options.VariesPadding,
            MemoryLimit = options.MemoryLimit,
            FloodFillLoss = options.Faults.FloodFillLoss,
            FloodReplyLoss = options.Faults.FloodReplyLoss,
        };

    /// <summary>How long commands take.</summary>
    public static MonitorPace Pace(ServiceTime time)
    {
        time.MakeReadOnly();
        return new MonitorPace
        {
            PerMessage = time.PerMessage,
            PerByte = time.PerByte,
            PerStreamedDatagram = time.PerStreamedDatagram,
            RemotePerMessage = time.RemotePerMessage,
            RemotePerByte = time.RemotePerByte,
            PerHop = time.PerHop,
            PerFilledKilobyte = time.PerFilledKilobyte,
            PerCopiedWord = time.PerCopiedWord,
            PacesFloodFills = time.PacesFloodFills,
            LinkSpeed = time.LinkSpeed,
        };
    }

    /// <summary>How long switching on and booting take.</summary>
    public static BootSchedule Schedule(BootTiming timing) => new()
    {
        PowerOn = timing.PowerOn,
        Silence = timing.Silence,
        Finding = (timing.Addresses, timing.Dimensions, timing.LinkTest),
        Tables = (timing.Tables, timing.ReturnTables),
        GrowsWithMachine = timing.GrowsWithMachine,
    };

    /// <summary>Which addresses the boards and their BMPs have.</summary>
    public static AddressPlan Addresses(VirtualMachineOptions options) => new(options.BindAddress, options.BmpAddress, options.UseTruePorts);

    /// <summary>The chips of a machine that executes.</summary>
    public static MachinePlan Plan(VirtualMachineOptions options, MachineLayout layout, AddressPlan addresses) =>
        MachinePlan.Of(layout, board => !options.DeadBoards.Contains(board), addresses.OfBoard, options.RandomMonitorCores ? options.Seed : null, options.SilentHosts, options.AnnouncementInterval);

    /// <summary>How they are run.</summary>
    public static ExecutionSettings Execution(VirtualMachineOptions options) => new(
        options.Execution.Image,
        options.Execution.Pace,
        options.Execution.HostThreads,
        options.Execution.HostLoad,
        options.Execution.Recording is { } recording ? new RecordingWriter(recording) : null,
        options.MemoryLimit,
        options.TimeProvider);

    private static FirmwareOptions Firmware(VirtualMachineOptions options) => new(options.Seed, new ActedPrograms(options.Applications, options.Programs.IsOn))
    {
        Executing = new ProgramSettings(options.Programs.IsOn, new PageBudget(options.Programs.MemoryLimit), options.Programs.HostLoad),
        Ledger = new EventLedger(options.LedgerSize),
        RandomMonitorCores = options.RandomMonitorCores,
        MaskHandlerErrors = options.MaskHandlerErrors,
        ForgiveBadAccess = options.ForgiveBadAccess,
    };

    private static void CheckCore(MachineLayout layout, CoreLocation core, string option)
    {
        if (layout.BoardOf(core.Chip) < 0 || core.Core < 1 || core.Core >= layout.WorkingCores(core.Chip).Length)
            throw new InvalidParameterException(option, core, "the machine has no such core, or it is the monitor's");
    }
}
