using System.Diagnostics.CodeAnalysis;

namespace SpiNNMan.Async.Machines.Variables;

/// <content>One property for each variable of the table.</content>
public readonly partial struct SystemVariables
{
    /// <summary>Row of this chip; low byte of p2p_addr.</summary>
    public byte Y => ReadByte(SystemVariable.Y);

    /// <summary>Column of this chip; high byte of p2p_addr.</summary>
    public byte X => ReadByte(SystemVariable.X);

    /// <summary>Rows of the machine, in chips; low byte of p2p_dims.</summary>
    public byte Height => ReadByte(SystemVariable.Height);

    /// <summary>Columns of the machine, in chips; high byte of p2p_dims.</summary>
    public byte Width => ReadByte(SystemVariable.Width);

    /// <summary>Row of the chip that debug messages go to; low byte of dbg_addr.</summary>
    public byte DebugY => ReadByte(SystemVariable.DebugY);

    /// <summary>Column of the chip that debug messages go to; high byte of dbg_addr.</summary>
    public byte DebugX => ReadByte(SystemVariable.DebugX);

    /// <summary>1 once point-to-point packets can be sent.</summary>
    public byte P2PUp => ReadByte(SystemVariable.P2PUp);

    /// <summary>The last identifier this chip gave a nearest-neighbour packet, 0 to 127.</summary>
    public byte LastNearestNeighbourId => ReadByte(SystemVariable.LastNearestNeighbourId);

    /// <summary>Row of the chip that has this board's Ethernet; low byte of eth_addr.</summary>
    public byte NearestEthernetY => ReadByte(SystemVariable.NearestEthernetY);

    /// <summary>Column of the chip that has this board's Ethernet; high byte of eth_addr.</summary>
    public byte NearestEthernetX => ReadByte(SystemVariable.NearestEthernetX);

    /// <summary>The kind of board, 1 to 5; given at boot.</summary>
    public byte HardwareVersion => ReadByte(SystemVariable.HardwareVersion);

    /// <summary>1 while this chip's Ethernet link is up.</summary>
    public byte EthernetUp => ReadByte(SystemVariable.EthernetUp);

    /// <summary>How often a point-to-point broadcast is sent.</summary>
    public byte P2PBroadcastRepeats => ReadByte(SystemVariable.P2PBroadcastRepeats);

    /// <summary>Logarithm to base 2 of the packets in a point-to-point sequence.</summary>
    public byte LogP2PSequenceLength => ReadByte(SystemVariable.LogP2PSequenceLength);

    /// <summary>Divisors of the clocks of router and system bus.</summary>
    public byte ClockDivisor => ReadByte(SystemVariable.ClockDivisor);

    /// <summary>Scale of the router's time phase.</summary>
    public byte TimePhaseScale => ReadByte(SystemVariable.TimePhaseScale);

    /// <summary>Milliseconds since the monitor started.</summary>
    public ulong ClockMilliseconds => ReadDoubleWord(SystemVariable.ClockMilliseconds);

    /// <summary>The milliseconds of the current second, 0 to 999.</summary>
    public ushort TimeMilliseconds => ReadHalfWord(SystemVariable.TimeMilliseconds);

    /// <summary>Period of the local time phase counter.</summary>
    public ushort LtpcPeriod => ReadHalfWord(SystemVariable.LtpcPeriod);

    /// <summary>Seconds since 1970-01-01 UTC; given at boot and counted on.</summary>
    public uint UnixTimestamp => ReadWord(SystemVariable.UnixTimestamp);

    /// <summary>Timer of the router's time phase.</summary>
    public uint RouterTimePhaseTimer => ReadWord(SystemVariable.RouterTimePhaseTimer);

    /// <summary>Clock of the cores in MHz.</summary>
    public ushort CpuClockMHz => ReadHalfWord(SystemVariable.CpuClockMHz);

    /// <summary>Clock of the SDRAM in MHz.</summary>
    public ushort SdramClockMHz => ReadHalfWord(SystemVariable.SdramClockMHz);

    /// <summary>The links that nearest-neighbour packets are passed on by, a bit each.</summary>
    public byte NearestNeighbourForward => ReadByte(SystemVariable.NearestNeighbourForward);

    /// <summary>How often a nearest-neighbour packet is sent again.</summary>
    public byte NearestNeighbourRetry => ReadByte(SystemVariable.NearestNeighbourRetry);

    /// <summary>How long to wait for a neighbour that is read or written, in microseconds.</summary>
    public byte LinkPeekTimeoutMicroseconds => ReadByte(SystemVariable.LinkPeekTimeoutMicroseconds);

    /// <summary>Half a period of the blinking LED in units of 10 ms; 1 makes it show the load instead.</summary>
    public byte LedHalfPeriod => ReadByte(SystemVariable.LedHalfPeriod);

    /// <summary>Wait after the last broadcast of the network's start in units of 10 ms.</summary>
    public byte NetInitBroadcastWait => ReadByte(SystemVariable.NetInitBroadcastWait);

    /// <summary>How far the start of the network has come; 255 when it is done.</summary>
    public byte NetInitPhase => ReadByte(SystemVariable.NetInitPhase);

    /// <summary>Row of the chip the machine was booted through; low byte of p2p_root.</summary>
    public byte P2PRootY => ReadByte(SystemVariable.P2PRootY);

    /// <summary>Column of the chip the machine was booted through; high byte of p2p_root.</summary>
    public byte P2PRootX => ReadByte(SystemVariable.P2PRootX);

    /// <summary>How the LEDs of the board are wired, first word.</summary>
    public uint Led0 => ReadWord(SystemVariable.Led0);

    /// <summary>How the LEDs of the board are wired, second word.</summary>
    public uint Led1 => ReadWord(SystemVariable.Led1);

    /// <summary>Clock drift, signed with 17 fraction bits, in ticks per microsecond.</summary>
    public uint ClockDrift => ReadWord(SystemVariable.ClockDrift);

    /// <summary>Seed of the random numbers.</summary>
    public uint RandomSeed => ReadWord(SystemVariable.RandomSeed);

    /// <summary>1 on the chip the machine was booted through; set at boot.</summary>
    public byte IsRootChip => ReadByte(SystemVariable.IsRootChip);

    /// <summary>How many message buffers the cores share.</summary>
    public byte SharedMessageBufferCount => ReadByte(SystemVariable.SharedMessageBufferCount);

    /// <summary>Pause between nearest-neighbour packets in microseconds.</summary>
    public byte NearestNeighbourDelayMicroseconds => ReadByte(SystemVariable.NearestNeighbourDelayMicroseconds);

    /// <summary>After how many silent ticks a core is taken for dead; 0 switches the watchdog off.</summary>
    public byte SoftwareWatchdogCount => ReadByte(SystemVariable.SoftwareWatchdogCount);

    /// <summary>Delay that aligns the clocks of chips near and far, in microseconds; unused before version 3.4 of the monitor.</summary>
    public uint SyncAlignment => ReadWord(SystemVariable.SyncAlignment);

    /// <summary>Address of the heap in system RAM; at boot, the words of system RAM that are left to the user.</summary>
    public uint SystemRamHeap => ReadWord(SystemVariable.SystemRamHeap);

    /// <summary>Address of the heap in SDRAM; at boot, the words of SDRAM that are left to the user.</summary>
    public uint SdramHeap => ReadWord(SystemVariable.SdramHeap);

    /// <summary>Size of one block of printed text in bytes.</summary>
    public uint IobufSize => ReadWord(SystemVariable.IobufSize);

    /// <summary>Address of the cores' buffers in SDRAM; at boot, the bytes of SDRAM kept for the system.</summary>
    public uint SystemSdram => ReadWord(SystemVariable.SystemSdram);

    /// <summary>Size of one core's buffer in SDRAM in words.</summary>
    public uint SystemBufferWords => ReadWord(SystemVariable.SystemBufferWords);

    /// <summary>What tells one boot from another: the time of it, in seconds since 1970.</summary>
    public uint BootSignature => ReadWord(SystemVariable.BootSignature);

    /// <summary>Where nearest-neighbour packets write.</summary>
    public uint NearestNeighbourMemoryPointer => ReadWord(SystemVariable.NearestNeighbourMemoryPointer);

    /// <summary>Lock of the cores' shared state.</summary>
    public byte Lock => ReadByte(SystemVariable.Lock);

    /// <summary>The links that work, a bit each.</summary>
    public byte Links => ReadByte(SystemVariable.Links);

    /// <summary>Identifier of the last board information packet.</summary>
    public byte LastBiffId => ReadByte(SystemVariable.LastBiffId);

    /// <summary>Flags of the board test.</summary>
    public byte BoardTestFlags => ReadByte(SystemVariable.BoardTestFlags);

    /// <summary>Address of the first free message buffer.</summary>
    public uint SharedMessageFirstFree => ReadWord(SystemVariable.SharedMessageFirstFree);

    /// <summary>How many message buffers are in use.</summary>
    public ushort SharedMessagesInUse => ReadHalfWord(SystemVariable.SharedMessagesInUse);

    /// <summary>The most message buffers that were in use at a time.</summary>
    public ushort SharedMessagesMaximum => ReadHalfWord(SystemVariable.SharedMessagesMaximum);

    /// <summary>Free for the user.</summary>
    public uint UserTemp0 => ReadWord(SystemVariable.UserTemp0);

    /// <summary>Free for the user.</summary>
    public uint UserTemp1 => ReadWord(SystemVariable.UserTemp1);

    /// <summary>Free for the user.</summary>
    public uint UserTemp2 => ReadWord(SystemVariable.UserTemp2);

    /// <summary>Free for the user.</summary>
    public uint UserTemp3 => ReadWord(SystemVariable.UserTemp3);

    /// <summary>State of the cores during the start, by core.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> StatusMap => GetBytes(SystemVariable.StatusMap);

    /// <summary>The virtual number of each physical core; 255 where the core does not work.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> PhysicalToVirtualCores => GetBytes(SystemVariable.PhysicalToVirtualCores);

    /// <summary>The physical number of each virtual core; 255 where there is none.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> VirtualToPhysicalCores => GetBytes(SystemVariable.VirtualToPhysicalCores);

    /// <summary>How many cores work, the monitor among them.</summary>
    public byte WorkingCores => ReadByte(SystemVariable.WorkingCores);

    /// <summary>The cores the ROM found to work, a bit each.</summary>
    public byte RomWorkingCores => ReadByte(SystemVariable.RomWorkingCores);

    /// <summary>Place of this chip on its board, column in the high byte.</summary>
    public ushort BoardAddress => ReadHalfWord(SystemVariable.BoardAddress);

    /// <summary>Address of the user's part of SDRAM.</summary>
    public uint SdramBase => ReadWord(SystemVariable.SdramBase);

    /// <summary>Address of the user's part of system RAM.</summary>
    public uint SystemRamBase => ReadWord(SystemVariable.SystemRamBase);

    /// <summary>Address of the system's part of SDRAM, where applications and routing tables are put to be loaded.</summary>
    public uint SystemSdramBase => ReadWord(SystemVariable.SystemSdramBase);

    /// <summary>Address of the blocks of the cores.</summary>
    public uint CpuInfoBase => ReadWord(SystemVariable.CpuInfoBase);

    /// <summary>Address of the system's heap in SDRAM.</summary>
    public uint SystemHeap => ReadWord(SystemVariable.SystemHeap);

    /// <summary>Address of the copy of the multicast routing table.</summary>
    public uint RouterTableCopy => ReadWord(SystemVariable.RouterTableCopy);

    /// <summary>Address of the table of hops to every chip.</summary>
    public uint P2PHopTable => ReadWord(SystemVariable.P2PHopTable);

    /// <summary>Address of the table of SDRAM blocks by application and tag.</summary>
    public uint AllocatedTagTable => ReadWord(SystemVariable.AllocatedTagTable);

    /// <summary>Index of the first free block of multicast routing entries.</summary>
    public ushort FirstFreeRouterEntry => ReadHalfWord(SystemVariable.FirstFreeRouterEntry);

    /// <summary>How many chips this one has heard of.</summary>
    public ushort ActiveP2PAddresses => ReadHalfWord(SystemVariable.ActiveP2PAddresses);

    /// <summary>Address of the table of applications.</summary>
    public uint ApplicationDataTable => ReadWord(SystemVariable.ApplicationDataTable);

    /// <summary>Address of the message buffers.</summary>
    public uint SharedMessageBuffers => ReadWord(SystemVariable.SharedMessageBuffers);

    /// <summary>The cores that have a message for the monitor, a bit each.</summary>
    public uint MonitorMailboxFlags => ReadWord(SystemVariable.MonitorMailboxFlags);

    /// <summary>IPv4 address of this chip's Ethernet, in order; zeros where there is none.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> EthernetIPAddress => GetBytes(SystemVariable.EthernetIPAddress);

    /// <summary>The fixed route, with virtual cores.</summary>
    public uint FixedRouteCopy => ReadWord(SystemVariable.FixedRouteCopy);

    /// <summary>Address of the board's information block; 0 if it has none.</summary>
    public uint BoardInfo => ReadWord(SystemVariable.BoardInfo);

    /// <summary>Version of the monitor: major, minor and patch in bits 23 to 0, a byte each.</summary>
    public uint SoftwareVersion => ReadWord(SystemVariable.SoftwareVersion);
}
