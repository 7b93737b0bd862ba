namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>Why a simulated device did nothing with a datagram or a message.</summary>
/// <remarks>Protocol: virtual-machine.md, "What is lost".</remarks>
public enum DropReason
{
    /// <summary>The device is off, still starting, or does not listen on that port in its present state.</summary>
    NotListening,

    /// <summary>The monitor that should have taken it is dead.</summary>
    MonitorDead,

    /// <summary>The datagram was longer than a board takes.</summary>
    TooLong,

    /// <summary>All eight transient tags were waiting for replies: the ninth request.</summary>
    NoTransientTag,

    /// <summary>The message named an IP tag that is not set.</summary>
    TagNotSet,

    /// <summary>No buffer was free.</summary>
    NoBuffer,

    /// <summary>It could not be delivered, and no reply was wanted that could have said so.</summary>
    Undeliverable,

    /// <summary>The core has no program that would take it, or it never looks.</summary>
    NoListener,

    /// <summary>It went round and round between cores that answer each other.</summary>
    Loop,

    /// <summary>No reverse tag takes datagrams from that port.</summary>
    NoReverseTag,

    /// <summary>The bytes are not what the boot protocol expects, or not now.</summary>
    NotBootProtocol,

    /// <summary>The network refused to send it.</summary>
    NetworkError,

    /// <summary>The board was struck dumb by the program that runs the machine.</summary>
    Mute,

    /// <summary>It met a defect of the virtual machine itself, which went on: please report it.</summary>
    Defect,

    /// <summary>It was the reply to a block of a flood fill, lost as the options say because more blocks waited.</summary>
    FloodReply,

    /// <summary>The IP tag names a host that has never sent anything to the machine, and <see cref="VirtualMachineOptions.AnyDestination"/> is not set.</summary>
    StrangeDestination,
}
