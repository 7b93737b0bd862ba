namespace SpiNNMan.Async.Emulation.Chips;

/// <summary>The events of a chip besides execution.</summary>
internal enum ChipEventKind
{
    /// <summary>A packet reaches the router by a link.</summary>
    PacketFromLink,

    /// <summary>A packet reaches a core.</summary>
    PacketToCore,

    /// <summary>A packet reaches the boot ROM's program.</summary>
    PacketToBootRom,

    /// <summary>The neighbour took a packet of a link out of its input.</summary>
    LinkCredit,

    /// <summary>The router looks again at the packet in front.</summary>
    Router,

    /// <summary>An Ethernet frame comes from the network.</summary>
    Frame,

    /// <summary>A message for the boot ROM comes from the network.</summary>
    BootMessage,

    /// <summary>The boot ROM says that it waits for an image.</summary>
    Announcement,
}
