namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>The kinds of input from a debugger.</summary>
internal enum PacketEvent
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>A packet whose checksum is right.</summary>
    Packet,

    /// <summary>A packet whose checksum is wrong.</summary>
    Damaged,

    /// <summary>A packet that is longer than was agreed, or whose last character is missing.</summary>
    TooLong,

    /// <summary>The last packet arrived.</summary>
    Acknowledged,

    /// <summary>The last packet arrived damaged.</summary>
    Rejected,

    /// <summary>The machine is to be interrupted.</summary>
    Interrupt,
}
