namespace SpiNNMan.Async.Booting;

/// <summary>What is found at the address of a board.</summary>
/// <remarks>Protocol: connections.md, "What answers".</remarks>
public enum HostState
{
    /// <summary>Nothing came back at all: no such host, no power, a firewall, a board that hung, or one that waits for an image where nobody hears it.</summary>
    Silent,

    /// <summary>There is a host, and it says that nothing listens on the port: it is no board, or the port is another.</summary>
    Refused,

    /// <summary>A board that is switched on and announces that it waits for a boot image.</summary>
    Unbooted,

    /// <summary>A board that is booted, and still finds its chips.</summary>
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
