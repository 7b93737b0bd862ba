namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>The flags of an entry in a chip's table of IP tags.</summary>
/// <remarks>The low bits hold the time-out the tag was set with, and are kept as they are. Protocol: scp.md, "IP tags".</remarks>
[Flags]
public enum IPTagFlags : ushort
{
    /// <summary>Nothing: the entry is free.</summary>
    None = 0,

    /// <summary>0x0100: messages leave without padding and SDP header.</summary>
    StripSdp = 0x0100,

    /// <summary>0x0200: a reverse tag, which takes datagrams in.</summary>
    Reverse = 0x0200,

    /// <summary>0x0400: address and port are those of the host that set the tag.</summary>
    UseSender = 0x0400,

    /// <summary>0x2000: the MAC address is being looked up.</summary>
    AddressResolving = 0x2000,

    /// <summary>0x4000: made for one reply.</summary>
    Transient = 0x4000,

    /// <summary>0x8000: in use.</summary>
    InUse = 0x8000,
}
