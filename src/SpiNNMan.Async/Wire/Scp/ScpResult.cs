namespace SpiNNMan.Async.Wire.Scp;

/// <summary>The results of commands.</summary>
/// <remarks>Protocol: scp.md, "Results".</remarks>
public enum ScpResult : ushort
{
    /// <summary>0x80: done. Monitors of version 4 also answer this, with no data, to commands they refused.</summary>
    Ok = 0x80,

    /// <summary>0x81: the request was too short.</summary>
    BadLength = 0x81,

    /// <summary>0x82: a checksum was wrong.</summary>
    BadChecksum = 0x82,

    /// <summary>0x83: the command is unknown.</summary>
    BadCommand = 0x83,

    /// <summary>0x84: an argument was refused.</summary>
    BadArgument = 0x84,

    /// <summary>0x85: the port is not served.</summary>
    BadPort = 0x85,

    /// <summary>0x86: a neighbouring chip or an application core did not answer in time.</summary>
    Timeout = 0x86,

    /// <summary>0x87: there is no route to the chip.</summary>
    NoRoute = 0x87,

    /// <summary>0x88: the chip has no such core.</summary>
    BadCore = 0x88,

    /// <summary>0x89: the core is dead.</summary>
    DeadCore = 0x89,

    /// <summary>0x8A: the board had no free buffer.</summary>
    NoBuffer = 0x8A,

    /// <summary>0x8B: the chip did not answer when the message was announced to it.</summary>
    P2PNoReply = 0x8B,

    /// <summary>0x8C: the chip refused the message.</summary>
    P2PReject = 0x8C,

    /// <summary>0x8D: the chip was busy with other messages.</summary>
    P2PBusy = 0x8D,

    /// <summary>0x8E: the chip stopped answering half-way through the message.</summary>
    P2PTimeout = 0x8E,

    /// <summary>0x8F: a packet could not be sent.</summary>
    PacketTransmit = 0x8F,
}
