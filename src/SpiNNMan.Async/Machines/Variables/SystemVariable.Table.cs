namespace SpiNNMan.Async.Machines.Variables;

public sealed partial class SystemVariable
{
    // Filled by the definitions below as they are initialised, hence first and in the same file.
    private static readonly List<SystemVariable> s_table = new(96);

    /// <summary>Row of this chip; low byte of p2p_addr.</summary>
    public static SystemVariable Y { get; } = Define(nameof(Y), "y", null, 0x00, SystemVariableType.Byte, "Row of this chip; low byte of p2p_addr.");

    /// <summary>Column of this chip; high byte of p2p_addr.</summary>
    public static SystemVariable X { get; } = Define(nameof(X), "x", null, 0x01, SystemVariableType.Byte, "Column of this chip; high byte of p2p_addr.");

    /// <summary>Rows of the machine, in chips; low byte of p2p_dims.</summary>
    public static SystemVariable Height { get; } = Define(
        nameof(Height), "y_size", null, 0x02, SystemVariableType.Byte,
        "Rows of the machine, in chips; low byte of p2p_dims.");

    /// <summary>Columns of the machine, in chips; high byte of p2p_dims.</summary>
    public static SystemVariable Width { get; } = Define(
        nameof(Width), "x_size", null, 0x03, SystemVariableType.Byte,
        "Columns of the machine, in chips; high byte of p2p_dims.");

    /// <summary>Row of the chip that debug messages go to; low byte of dbg_addr.</summary>
    public static SystemVariable DebugY { get; } = Define(
        nameof(DebugY), "debug_y", null, 0x04, SystemVariableType.Byte,
        "Row of the chip that debug messages go to; low byte of dbg_addr.");

    /// <summary>Column of the chip that debug messages go to; high byte of dbg_addr.</summary>
    public static SystemVariable DebugX { get; } = Define(
        nameof(DebugX), "debug_x", null, 0x05, SystemVariableType.Byte,
        "Column of the chip that debug messages go to; high byte of dbg_addr.");

    /// <summary>1 once point-to-point packets can be sent.</summary>
    public static SystemVariable P2PUp { get; } = Define(
        nameof(P2PUp), "is_peer_to_peer_available", "p2p_up", 0x06, SystemVariableType.Byte,
        "1 once point-to-point packets can be sent.");

    /// <summary>The last identifier this chip gave a nearest-neighbour packet, 0 to 127.</summary>
    public static SystemVariable LastNearestNeighbourId { get; } = Define(
        nameof(LastNearestNeighbourId), "nearest_neighbour_last_id", "last_id", 0x07, SystemVariableType.Byte,
        "The last identifier this chip gave a nearest-neighbour packet, 0 to 127.");

    /// <summary>Row of the chip that has this board's Ethernet; low byte of eth_addr.</summary>
    public static SystemVariable NearestEthernetY { get; } = Define(
        nameof(NearestEthernetY), "nearest_ethernet_y", null, 0x08, SystemVariableType.Byte,
        "Row of the chip that has this board's Ethernet; low byte of eth_addr.");

    /// <summary>Column of the chip that has this board's Ethernet; high byte of eth_addr.</summary>
    public static SystemVariable NearestEthernetX { get; } = Define(
        nameof(NearestEthernetX), "nearest_ethernet_x", null, 0x09, SystemVariableType.Byte,
        "Column of the chip that has this board's Ethernet; high byte of eth_addr.");

    /// <summary>The kind of board, 1 to 5; given at boot.</summary>
    public static SystemVariable HardwareVersion { get; } = Define(
        nameof(HardwareVersion), "hardware_version", "hw_ver", 0x0A, SystemVariableType.Byte,
        "The kind of board, 1 to 5; given at boot.");

    /// <summary>1 while this chip's Ethernet link is up.</summary>
    public static SystemVariable EthernetUp { get; } = Define(
        nameof(EthernetUp), "is_ethernet_available", "eth_up", 0x0B, SystemVariableType.Byte,
        "1 while this chip's Ethernet link is up.");

    /// <summary>How often a point-to-point broadcast is sent.</summary>
    public static SystemVariable P2PBroadcastRepeats { get; } = Define(
        nameof(P2PBroadcastRepeats), "p2p_b_repeats", "p2pb_repeats", 0x0C, SystemVariableType.Byte,
        "How often a point-to-point broadcast is sent.", defaultValue: 4);

    /// <summary>Logarithm to base 2 of the packets in a point-to-point sequence.</summary>
    public static SystemVariable LogP2PSequenceLength { get; } = Define(
        nameof(LogP2PSequenceLength), "log_peer_to_peer_sequence_length", "p2p_sql", 0x0D, SystemVariableType.Byte,
        "Logarithm to base 2 of the packets in a point-to-point sequence.", defaultValue: 4);

    /// <summary>Divisors of the clocks of router and system bus.</summary>
    public static SystemVariable ClockDivisor { get; } = Define(
        nameof(ClockDivisor), "clock_divisor", "clk_div", 0x0E, SystemVariableType.Byte,
        "Divisors of the clocks of router and system bus.", defaultValue: 0x33);

    /// <summary>Scale of the router's time phase.</summary>
    public static SystemVariable TimePhaseScale { get; } = Define(
        nameof(TimePhaseScale), "time_phase_scale", "tp_scale", 0x0F, SystemVariableType.Byte,
        "Scale of the router's time phase.");

    /// <summary>Milliseconds since the monitor started.</summary>
    public static SystemVariable ClockMilliseconds { get; } = Define(
        nameof(ClockMilliseconds), "clock_milliseconds", "clock_ms", 0x10, SystemVariableType.DoubleWord,
        "Milliseconds since the monitor started.");

    /// <summary>The milliseconds of the current second, 0 to 999.</summary>
    public static SystemVariable TimeMilliseconds { get; } = Define(
        nameof(TimeMilliseconds), "time_milliseconds", "time_ms", 0x18, SystemVariableType.HalfWord,
        "The milliseconds of the current second, 0 to 999.");

    /// <summary>Period of the local time phase counter.</summary>
    public static SystemVariable LtpcPeriod { get; } = Define(
        nameof(LtpcPeriod), "ltpc_period", "ltpc_period", 0x1A, SystemVariableType.HalfWord,
        "Period of the local time phase counter.");

    /// <summary>Seconds since 1970-01-01 UTC; given at boot and counted on.</summary>
    public static SystemVariable UnixTimestamp { get; } = Define(
        nameof(UnixTimestamp), "unix_timestamp", "unix_time", 0x1C, SystemVariableType.Word,
        "Seconds since 1970-01-01 UTC; given at boot and counted on.");

    /// <summary>Timer of the router's time phase.</summary>
    public static SystemVariable RouterTimePhaseTimer { get; } = Define(
        nameof(RouterTimePhaseTimer), "router_time_phase_timer", "tp_timer", 0x20, SystemVariableType.Word,
        "Timer of the router's time phase.");

    /// <summary>Clock of the cores in MHz.</summary>
    public static SystemVariable CpuClockMHz { get; } = Define(
        nameof(CpuClockMHz), "cpu_clock_mhz", "cpu_clk", 0x24, SystemVariableType.HalfWord,
        "Clock of the cores in MHz.", defaultValue: 200);

    /// <summary>Clock of the SDRAM in MHz.</summary>
    public static SystemVariable SdramClockMHz { get; } = Define(
        nameof(SdramClockMHz), "sdram_clock_frequency_mhz", "mem_clk", 0x26, SystemVariableType.HalfWord,
        "Clock of the SDRAM in MHz.", defaultValue: 130);

    /// <summary>The links that nearest-neighbour packets are passed on by, a bit each.</summary>
    public static SystemVariable NearestNeighbourForward { get; } = Define(
        nameof(NearestNeighbourForward), "nearest_neighbour_forward", "forward", 0x28, SystemVariableType.Byte,
        "The links that nearest-neighbour packets are passed on by, a bit each.", defaultValue: 0x3f);

    /// <summary>How often a nearest-neighbour packet is sent again.</summary>
    public static SystemVariable NearestNeighbourRetry { get; } = Define(
        nameof(NearestNeighbourRetry), "nearest_neighbour_retry", "retry", 0x29, SystemVariableType.Byte,
        "How often a nearest-neighbour packet is sent again.");

    /// <summary>How long to wait for a neighbour that is read or written, in microseconds.</summary>
    public static SystemVariable LinkPeekTimeoutMicroseconds { get; } = Define(
        nameof(LinkPeekTimeoutMicroseconds), "link_peek_timeout_microseconds", "peek_time", 0x2A, SystemVariableType.Byte,
        "How long to wait for a neighbour that is read or written, in microseconds.", defaultValue: 100);

    /// <summary>Half a period of the blinking LED in units of 10 ms; 1 makes it show the load instead.</summary>
    public static SystemVariable LedHalfPeriod { get; } = Define(
        nameof(LedHalfPeriod), "led_half_period_10_ms", "led_period", 0x2B, SystemVariableType.Byte,
        "Half a period of the blinking LED in units of 10 ms; 1 makes it show the load instead.", defaultValue: 1);

    /// <summary>Wait after the last broadcast of the network's start in units of 10 ms.</summary>
    public static SystemVariable NetInitBroadcastWait { get; } = Define(
        nameof(NetInitBroadcastWait), "netinit_bc_wait_time", "netinit_bc_wait", 0x2C, SystemVariableType.Byte,
        "Wait after the last broadcast of the network's start in units of 10 ms.", defaultValue: 50);

    /// <summary>How far the start of the network has come; 255 when it is done.</summary>
    public static SystemVariable NetInitPhase { get; } = Define(
        nameof(NetInitPhase), "netinit_phase", "netinit_phase", 0x2D, SystemVariableType.Byte,
        "How far the start of the network has come; 255 when it is done.");

    /// <summary>Row of the chip the machine was booted through; low byte of p2p_root.</summary>
    public static SystemVariable P2PRootY { get; } = Define(
        nameof(P2PRootY), "p2p_root_y", null, 0x2E, SystemVariableType.Byte,
        "Row of the chip the machine was booted through; low byte of p2p_root.");

    /// <summary>Column of the chip the machine was booted through; high byte of p2p_root.</summary>
    public static SystemVariable P2PRootX { get; } = Define(
        nameof(P2PRootX), "p2p_root_x", null, 0x2F, SystemVariableType.Byte,
        "Column of the chip the machine was booted through; high byte of p2p_root.");

    /// <summary>How the LEDs of the board are wired, first word.</summary>
    public static SystemVariable Led0 { get; } = Define(
        nameof(Led0), "led_0", "led0", 0x30, SystemVariableType.Word,
        "How the LEDs of the board are wired, first word.", defaultValue: 1);

    /// <summary>How the LEDs of the board are wired, second word.</summary>
    public static SystemVariable Led1 { get; } = Define(
        nameof(Led1), "led_1", "led1", 0x34, SystemVariableType.Word,
        "How the LEDs of the board are wired, second word.");

    /// <summary>Clock drift, signed with 17 fraction bits, in ticks per microsecond.</summary>
    public static SystemVariable ClockDrift { get; } = Define(
        nameof(ClockDrift), "clock_drift", "clock_drift", 0x38, SystemVariableType.Word,
        "Clock drift, signed with 17 fraction bits, in ticks per microsecond.");

    /// <summary>Seed of the random numbers.</summary>
    public static SystemVariable RandomSeed { get; } = Define(
        nameof(RandomSeed), "random_seed", "random", 0x3C, SystemVariableType.Word,
        "Seed of the random numbers.");

    /// <summary>1 on the chip the machine was booted through; set at boot.</summary>
    public static SystemVariable IsRootChip { get; } = Define(
        nameof(IsRootChip), "is_root_chip", "root_chip", 0x40, SystemVariableType.Byte,
        "1 on the chip the machine was booted through; set at boot.");

    /// <summary>How many message buffers the cores share.</summary>
    public static SystemVariable SharedMessageBufferCount { get; } = Define(
        nameof(SharedMessageBufferCount), "n_shared_message_buffers", "num_buf", 0x41, SystemVariableType.Byte,
        "How many message buffers the cores share.", defaultValue: 7);

    /// <summary>Pause between nearest-neighbour packets in microseconds.</summary>
    public static SystemVariable NearestNeighbourDelayMicroseconds { get; } = Define(
        nameof(NearestNeighbourDelayMicroseconds), "nearest_neighbour_delay_us", "boot_delay", 0x42, SystemVariableType.Byte,
        "Pause between nearest-neighbour packets in microseconds.", defaultValue: 20);

    /// <summary>After how many silent ticks a core is taken for dead; 0 switches the watchdog off.</summary>
    public static SystemVariable SoftwareWatchdogCount { get; } = Define(
        nameof(SoftwareWatchdogCount), "software_watchdog_count", "soft_wdog", 0x43, SystemVariableType.Byte,
        "After how many silent ticks a core is taken for dead; 0 switches the watchdog off.");

    /// <summary>Delay that aligns the clocks of chips near and far, in microseconds; unused before version 3.4 of the monitor.</summary>
    public static SystemVariable SyncAlignment { get; } = Define(
        nameof(SyncAlignment), "padding_2", "sync_alignment", 0x44, SystemVariableType.Word,
        "Delay that aligns the clocks of chips near and far, in microseconds; unused before version 3.4 of the monitor.");

    /// <summary>Address of the heap in system RAM; at boot, the words of system RAM that are left to the user.</summary>
    public static SystemVariable SystemRamHeap { get; } = Define(
        nameof(SystemRamHeap), "system_ram_heap_address", "sysram_heap", 0x48, SystemVariableType.Word,
        "Address of the heap in system RAM; at boot, the words of system RAM that are left to the user.", defaultValue: 1024);

    /// <summary>Address of the heap in SDRAM; at boot, the words of SDRAM that are left to the user.</summary>
    public static SystemVariable SdramHeap { get; } = Define(
        nameof(SdramHeap), "sdram_heap_address", "sdram_heap", 0x4C, SystemVariableType.Word,
        "Address of the heap in SDRAM; at boot, the words of SDRAM that are left to the user.");

    /// <summary>Size of one block of printed text in bytes.</summary>
    public static SystemVariable IobufSize { get; } = Define(
        nameof(IobufSize), "iobuf_size", "iobuf_size", 0x50, SystemVariableType.Word,
        "Size of one block of printed text in bytes.", defaultValue: 16384);

    /// <summary>Address of the cores' buffers in SDRAM; at boot, the bytes of SDRAM kept for the system.</summary>
    public static SystemVariable SystemSdram { get; } = Define(
        nameof(SystemSdram), "system_sdram_bytes", "sdram_bufs", 0x54, SystemVariableType.Word,
        "Address of the cores' buffers in SDRAM; at boot, the bytes of SDRAM kept for the system.", defaultValue: 8388608);

    /// <summary>Size of one core's buffer in SDRAM in words.</summary>
    public static SystemVariable SystemBufferWords { get; } = Define(
        nameof(SystemBufferWords), "system_buffer_words", "sysbuf_size", 0x58, SystemVariableType.Word,
        "Size of one core's buffer in SDRAM in words.", defaultValue: 32768);

    /// <summary>What tells one boot from another: the time of it, in seconds since 1970.</summary>
    public static SystemVariable BootSignature { get; } = Define(
        nameof(BootSignature), "boot_signature", "boot_sig", 0x5C, SystemVariableType.Word,
        "What tells one boot from another: the time of it, in seconds since 1970.");

    /// <summary>Where nearest-neighbour packets write.</summary>
    public static SystemVariable NearestNeighbourMemoryPointer { get; } = Define(
        nameof(NearestNeighbourMemoryPointer), "nearest_neighbour_memory_pointer", "mem_ptr", 0x60, SystemVariableType.Word,
        "Where nearest-neighbour packets write.");

    /// <summary>Lock of the cores' shared state.</summary>
    public static SystemVariable Lock { get; } = Define(nameof(Lock), "lock", "lock", 0x64, SystemVariableType.Byte, "Lock of the cores' shared state.");

    /// <summary>The links that work, a bit each.</summary>
    public static SystemVariable Links { get; } = Define(
        nameof(Links), "links_available", "link_en", 0x65, SystemVariableType.Byte,
        "The links that work, a bit each.", defaultValue: 0x3f);

    /// <summary>Identifier of the last board information packet.</summary>
    public static SystemVariable LastBiffId { get; } = Define(
        nameof(LastBiffId), "last_biff_id", "last_biff_id", 0x66, SystemVariableType.Byte,
        "Identifier of the last board information packet.");

    /// <summary>Flags of the board test.</summary>
    public static SystemVariable BoardTestFlags { get; } = Define(
        nameof(BoardTestFlags), "board_test_flags", "bt_flags", 0x67, SystemVariableType.Byte,
        "Flags of the board test.");

    /// <summary>Address of the first free message buffer.</summary>
    public static SystemVariable SharedMessageFirstFree { get; } = Define(
        nameof(SharedMessageFirstFree), "shared_message_first_free_address", "shm_root.free", 0x68, SystemVariableType.Word,
        "Address of the first free message buffer.");

    /// <summary>How many message buffers are in use.</summary>
    public static SystemVariable SharedMessagesInUse { get; } = Define(
        nameof(SharedMessagesInUse), "shared_message_count_in_use", "shm_root.count", 0x6C, SystemVariableType.HalfWord,
        "How many message buffers are in use.");

    /// <summary>The most message buffers that were in use at a time.</summary>
    public static SystemVariable SharedMessagesMaximum { get; } = Define(
        nameof(SharedMessagesMaximum), "shared_message_maximum_used", "shm_root.max", 0x6E, SystemVariableType.HalfWord,
        "The most message buffers that were in use at a time.");

    /// <summary>Free for the user.</summary>
    public static SystemVariable UserTemp0 { get; } = Define(nameof(UserTemp0), "user_temp_0", "utmp0", 0x70, SystemVariableType.Word, "Free for the user.");

    /// <summary>Free for the user.</summary>
    public static SystemVariable UserTemp1 { get; } = Define(nameof(UserTemp1), "user_temp_1", "utmp1", 0x74, SystemVariableType.Word, "Free for the user.");

    /// <summary>Free for the user.</summary>
    public static SystemVariable UserTemp2 { get; } = Define(nameof(UserTemp2), "user_temp_2", "utmp2", 0x78, SystemVariableType.Word, "Free for the user.");

    /// <summary>Free for the user.</summary>
    public static SystemVariable UserTemp3 { get; } = Define(nameof(UserTemp3), "user_temp_4", "utmp3", 0x7C, SystemVariableType.Word, "Free for the user.");

    /// <summary>State of the cores during the start, by core.</summary>
    public static SystemVariable StatusMap { get; } = Define(
        nameof(StatusMap), "status_map", "status_map", 0x80, SystemVariableType.Bytes,
        "State of the cores during the start, by core.", size: 20);

    /// <summary>The virtual number of each physical core; 255 where the core does not work.</summary>
    public static SystemVariable PhysicalToVirtualCores { get; } = Define(
        nameof(PhysicalToVirtualCores), "physical_to_virtual_core_map", "p2v_map", 0x94, SystemVariableType.Bytes,
        "The virtual number of each physical core; 255 where the core does not work.", size: 20);

    /// <summary>The physical number of each virtual core; 255 where there is none.</summary>
    public static SystemVariable VirtualToPhysicalCores { get; } = Define(
        nameof(VirtualToPhysicalCores), "virtual_to_physical_core_map", "v2p_map", 0xA8, SystemVariableType.Bytes,
        "The physical number of each virtual core; 255 where there is none.", size: 20);

    /// <summary>How many cores work, the monitor among them.</summary>
    public static SystemVariable WorkingCores { get; } = Define(
        nameof(WorkingCores), "n_working_cores", "num_cpus", 0xBC, SystemVariableType.Byte,
        "How many cores work, the monitor among them.");

    /// <summary>The cores the ROM found to work, a bit each.</summary>
    public static SystemVariable RomWorkingCores { get; } = Define(
        nameof(RomWorkingCores), "n_scamp_working_cores", "rom_cpus", 0xBD, SystemVariableType.Byte,
        "The cores the ROM found to work, a bit each.");

    /// <summary>Place of this chip on its board, column in the high byte.</summary>
    public static SystemVariable BoardAddress { get; } = Define(
        nameof(BoardAddress), "padding_3", "board_addr", 0xBE, SystemVariableType.HalfWord,
        "Place of this chip on its board, column in the high byte.");

    /// <summary>Address of the user's part of SDRAM.</summary>
    public static SystemVariable SdramBase { get; } = Define(
        nameof(SdramBase), "sdram_base_address", "sdram_base", 0xC0, SystemVariableType.Word,
        "Address of the user's part of SDRAM.");

    /// <summary>Address of the user's part of system RAM.</summary>
    public static SystemVariable SystemRamBase { get; } = Define(
        nameof(SystemRamBase), "system_ram_base_address", "sysram_base", 0xC4, SystemVariableType.Word,
        "Address of the user's part of system RAM.");

    /// <summary>Address of the system's part of SDRAM, where applications and routing tables are put to be loaded.</summary>
    public static SystemVariable SystemSdramBase { get; } = Define(
        nameof(SystemSdramBase), "system_sdram_base_address", "sdram_sys", 0xC8, SystemVariableType.Word,
        "Address of the system's part of SDRAM, where applications and routing tables are put to be loaded.");

    /// <summary>Address of the blocks of the cores.</summary>
    public static SystemVariable CpuInfoBase { get; } = Define(
        nameof(CpuInfoBase), "cpu_information_base_address", "vcpu_base", 0xCC, SystemVariableType.Word,
        "Address of the blocks of the cores.");

    /// <summary>Address of the system's heap in SDRAM.</summary>
    public static SystemVariable SystemHeap { get; } = Define(
        nameof(SystemHeap), "system_sdram_heap_address", "sys_heap", 0xD0, SystemVariableType.Word,
        "Address of the system's heap in SDRAM.");

    /// <summary>Address of the copy of the multicast routing table.</summary>
    public static SystemVariable RouterTableCopy { get; } = Define(
        nameof(RouterTableCopy), "router_table_copy_address", "rtr_copy", 0xD4, SystemVariableType.Word,
        "Address of the copy of the multicast routing table.");

    /// <summary>Address of the table of hops to every chip.</summary>
    public static SystemVariable P2PHopTable { get; } = Define(
        nameof(P2PHopTable), "peer_to_peer_hop_table_address", "hop_table", 0xD8, SystemVariableType.Word,
        "Address of the table of hops to every chip.");

    /// <summary>Address of the table of SDRAM blocks by application and tag.</summary>
    public static SystemVariable AllocatedTagTable { get; } = Define(
        nameof(AllocatedTagTable), "allocated_tag_table_address", "alloc_tag", 0xDC, SystemVariableType.Word,
        "Address of the table of SDRAM blocks by application and tag.");

    /// <summary>Index of the first free block of multicast routing entries.</summary>
    public static SystemVariable FirstFreeRouterEntry { get; } = Define(
        nameof(FirstFreeRouterEntry), "first_free_router_entry", "rtr_free", 0xE0, SystemVariableType.HalfWord,
        "Index of the first free block of multicast routing entries.");

    /// <summary>How many chips this one has heard of.</summary>
    public static SystemVariable ActiveP2PAddresses { get; } = Define(
        nameof(ActiveP2PAddresses), "n_active_peer_to_peer_addresses", "p2p_active", 0xE2, SystemVariableType.HalfWord,
        "How many chips this one has heard of.");

    /// <summary>Address of the table of applications.</summary>
    public static SystemVariable ApplicationDataTable { get; } = Define(
        nameof(ApplicationDataTable), "app_data_table_address", "app_data", 0xE4, SystemVariableType.Word,
        "Address of the table of applications.");

    /// <summary>Address of the message buffers.</summary>
    public static SystemVariable SharedMessageBuffers { get; } = Define(
        nameof(SharedMessageBuffers), "shared_message_buffer_address", "shm_buf", 0xE8, SystemVariableType.Word,
        "Address of the message buffers.");

    /// <summary>The cores that have a message for the monitor, a bit each.</summary>
    public static SystemVariable MonitorMailboxFlags { get; } = Define(
        nameof(MonitorMailboxFlags), "monitor_mailbox_flags", "mbox_flags", 0xEC, SystemVariableType.Word,
        "The cores that have a message for the monitor, a bit each.");

    /// <summary>IPv4 address of this chip's Ethernet, in order; zeros where there is none.</summary>
    public static SystemVariable EthernetIPAddress { get; } = Define(
        nameof(EthernetIPAddress), "ethernet_ip_address", "ip_addr", 0xF0, SystemVariableType.Bytes,
        "IPv4 address of this chip's Ethernet, in order; zeros where there is none.", size: 4);

    /// <summary>The fixed route, with virtual cores.</summary>
    public static SystemVariable FixedRouteCopy { get; } = Define(
        nameof(FixedRouteCopy), "fixed_route_copy", "fr_copy", 0xF4, SystemVariableType.Word,
        "The fixed route, with virtual cores.");

    /// <summary>Address of the board's information block; 0 if it has none.</summary>
    public static SystemVariable BoardInfo { get; } = Define(
        nameof(BoardInfo), "board_info", "board_info", 0xF8, SystemVariableType.Word,
        "Address of the board's information block; 0 if it has none.");

    /// <summary>Version of the monitor: major, minor and patch in bits 23 to 0, a byte each.</summary>
    public static SystemVariable SoftwareVersion { get; } = Define(
        nameof(SoftwareVersion), "padding_4", "sw_ver", 0xFC, SystemVariableType.Word,
        "Version of the monitor: major, minor and patch in bits 23 to 0, a byte each.");
}
