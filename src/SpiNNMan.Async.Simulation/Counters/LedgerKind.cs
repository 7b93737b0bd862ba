namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>The outcome of an event, a message or a datagram of live data at some place of a virtual machine.</summary>
/// <remarks>Protocol: virtual-machine.md, "The ledger of live data".</remarks>
public enum LedgerKind
{
    /// <summary>An injector received a message. The count is that of the message.</summary>
    MessageReceived,

    /// <summary>An injector dropped a message whose time is past, and counted it as late.</summary>
    MessageLate,

    /// <summary>An injector put a message into its send buffer.</summary>
    MessageBuffered,

    /// <summary>An injector lost a message whose time is in the future, because its send buffer had no room or there is none. The machine does not count these.</summary>
    MessageNotBuffered,

    /// <summary>An injector ignored a sequenced message, because its number was not the expected one. The machine does not count these.</summary>
    MessageOutOfSequence,

    /// <summary>An injector dropped a sequenced message, and counted it as incorrect. It was for another region, or the send buffer had no room.</summary>
    MessageIncorrect,

    /// <summary>An injector ignored a message, because it is empty, a command, or an unknown command.</summary>
    MessageIgnored,

    /// <summary>An injector emptied its send buffer, because a host ended the events.</summary>
    MessageForgotten,

    /// <summary>An injector sent an event as a multicast packet.</summary>
    EventInjected,

    /// <summary>An injector dropped an event whose key is not one of its own, and counted it.</summary>
    EventIncorrectKey,

    /// <summary>An injector without connections dropped an event. The machine does not count these.</summary>
    EventNotConnected,

    /// <summary>The router of a chip dropped a multicast packet: it has no route, its link does not work, or it went round in circles.</summary>
    PacketDropped,

    /// <summary>A multicast packet came to a core without a program that takes packets.</summary>
    PacketIgnored,

    /// <summary>A gatherer took an event into its ring.</summary>
    EventReceived,

    /// <summary>A gatherer lost an event because its ring was full, and counted it.</summary>
    EventLostInRing,

    /// <summary>A gatherer put an event into a message.</summary>
    EventGathered,

    /// <summary>A gatherer sent a message. The count is that of the message.</summary>
    MessageSent,

    /// <summary>A gatherer threw a message away because the limit of messages for this tick was reached. The machine does not count these.</summary>
    MessageDiscarded,

    /// <summary>A board sent the data of a message from a core out by an IP tag.</summary>
    DatagramSent,

    /// <summary>A board dropped a message from a core that had to leave by an IP tag. <see cref="LedgerEntry.Reason"/> says why.</summary>
    DatagramDropped,

    /// <summary>A datagram with the message of a core left the machine's network. There is no such entry if it was lost there, and there are two if it was duplicated.</summary>
    DatagramArrived,
}
