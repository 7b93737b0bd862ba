namespace SpiNNMan.Async.Wire.Sdp;

/// <summary>The first byte of an SDP header: whether a reply is wanted and how the packet may travel.</summary>
/// <remarks>Protocol: sdp.md, "Header".</remarks>
public enum SdpFlags : byte
{
    /// <summary>0x07: no reply is wanted. These three bits are always set.</summary>
    ReplyNotExpected = 0x07,

    /// <summary>0x87: a reply is wanted.</summary>
    ReplyExpected = 0x87,

    /// <summary>0x27: no reply is wanted, and the chip the packet arrives at keeps it instead of routing it on.</summary>
    ReplyNotExpectedNoP2P = 0x27,

    /// <summary>0xA7: a reply is wanted, and the chip the packet arrives at keeps it instead of routing it on.</summary>
    ReplyExpectedNoP2P = 0xA7,
}
