namespace SpiNNMan.Async.Booting;

/// <summary>The state of the host at the address of a board.</summary>
/// <remarks>Protocol: connections.md, "What answers".</remarks>
public enum HostState
{
    /// <summary>Nothing came back: no such host, no power, a firewall, a board that hung, or a board that waits for an image and is not heard.</summary>
    Silent,

    /// <summary>There is a host, and it says that nothing listens on the port: it is no board, or the port is another.</summary>
    Refused,

    /// <summary>A board that is switched on and announces that it waits for a boot image.</summary>
    Unbooted,

    /// <summary>A board that is booted, and is still finding its chips.</summary>
    Initialising,

    /// <summary>A board that is booted and ready.</summary>
    Ready,

    /// <summary>A board management processor, which has no chips.</summary>
    Bmp,

    /// <summary>A booted board whose software has a version that the library does not work with.</summary>
    WrongVersion,

    /// <summary>Something that answers commands, but is neither a monitor nor a board management processor.</summary>
    OtherSoftware,
}
