namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>Why a simulated device did nothing with a datagram or a message.</summary>
/// <remarks>Protocol: virtual-machine.md, "What is lost".</remarks>
public enum DropReason
{
    /// <summary>The device is off, is still starting, or does not listen on that port in its present state.</summary>
    NotListening,

    /// <summary>The monitor that should have taken it is dead.</summary>
    MonitorDead,

    /// <summary>The datagram was longer than a board takes.</summary>
    TooLong,

    /// <summary>All eight transient tags were waiting for replies when a ninth request came.</summary>
    NoTransientTag,

    /// <summary>The message named an IP tag that is not set.</summary>
    TagNotSet,

    /// <summary>No buffer was free.</summary>
    NoBuffer,

    /// <summary>It could not be delivered, and no reply was wanted that could report it.</summary>
    Undeliverable,

    /// <summary>The core has no program that takes the message, or its program never looks for messages.</summary>
    NoListener,

    /// <summary>Cores that answer each other passed it round and round.</summary>
    Loop,

    /// <summary>No reverse tag takes datagrams from that port.</summary>
    NoReverseTag,

    /// <summary>The boot protocol does not expect these bytes, or not now.</summary>
    NotBootProtocol,

    /// <summary>The network refused to send it.</summary>
    NetworkError,

    /// <summary>The program that runs the machine has made the board mute.</summary>
    Mute,

    /// <summary>It met a defect of the virtual machine itself, which went on. Please report it.</summary>
    Defect,

    /// <summary>It was the reply to a block of a flood fill. The options lose such replies when more blocks wait.</summary>
    FloodReply,

    /// <summary>The IP tag names a host that has never sent anything to the machine, and <see cref="VirtualMachineOptions.AnyDestination"/> is not set.</summary>
    StrangeDestination,
}
