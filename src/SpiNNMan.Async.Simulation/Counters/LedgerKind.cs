namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>What became of an event, a message or a datagram of live data at some place of a virtual machine.</summary>
/// <remarks>Protocol: virtual-machine.md, "The ledger of live data".</remarks>
public enum LedgerKind
{
    /// <summary>An injector received a message; its count is that of the message.</summary>
    MessageReceived,

    /// <summary>An injector dropped a message whose time is past, and counted it as late.</summary>
    MessageLate,

    /// <summary>An injector put a message into its send buffer.</summary>
    MessageBuffered,

    /// <summary>An injector lost a message whose time is still to come, because its send buffer had no room or there is none. The machine does not count these.</summary>
    MessageNotBuffered,

    /// <summary>An injector ignored a sequenced message, because the number was not the expected one. The machine does not count these.</summary>
    MessageOutOfSequence,

    /// <summary>An injector dropped a sequenced message for another region or without room in the send buffer, and counted it as incorrect.</summary>
    MessageIncorrect,

    /// <summary>An injector ignored a message: it is empty, a command, or no command that it knows.</summary>
    MessageIgnored,

    /// <summary>An injector emptied its send buffer, because a host ended the events.</summary>
    MessageForgotten,

    /// <summary>An injector sent an event as a multicast packet.</summary>
    EventInjected,

    /// <summary>An injector dropped an event whose key is not one of its own, and counted it.</summary>
    EventIncorrectKey,

    /// <summary>An injector dropped an event because nobody is connected to it. The machine does not count these.</summary>
    EventNotConnected,

    /// <summary>The router of a chip dropped a multicast packet: it has no route, its link does not work, or it went round in circles.</summary>
    PacketDropped,

    /// <summary>A multicast packet came to a core without a program that would take it.</summary>
    PacketIgnored,

    /// <summary>A gatherer took an event into its ring.</summary>
    EventReceived,

    /// <summary>A gatherer lost an event because its ring was full, and counted it.</summary>
    EventLostInRing,

    /// <summary>A gatherer put an event into a message.</summary>
    EventGathered,

    /// <summary>A gatherer sent a message; its count is that of the message.</summary>
    MessageSent,

    /// <summary>A gatherer threw a message away because the messages of this tick were used up. The machine does not count these.</summary>
    MessageDiscarded,

    /// <summary>A board sent the data of a message from a core out by an IP tag.</summary>
    DatagramSent,

    /// <summary>A board dropped a message from a core that was to leave by an IP tag; <see cref="LedgerEntry.Reason"/> says why.</summary>
    DatagramDropped,

    /// <summary>A datagram with the message of a core came out of the network of the machine: none if it was lost there, two if it was duplicated.</summary>
    DatagramArrived,
}
