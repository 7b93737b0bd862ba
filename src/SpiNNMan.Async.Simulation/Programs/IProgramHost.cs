using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Simulation.Chips;

namespace SpiNNMan.Async.Simulation.Programs;

/// <summary>The machine around chips whose cores execute.</summary>
internal interface IProgramHost
{
    /// <summary>The chip that a link leads to, whether or not it works.</summary>
    VirtualChip? Across(VirtualChip chip, int link);

    /// <summary>Whether a packet gets over a link now.</summary>
    bool IsLinkWell(VirtualChip chip, int link);

    /// <summary>Whether a link does not work in the direction away from a chip.</summary>
    bool IsLinkCut(VirtualChip chip, int link);

    /// <summary>A core has a message for the world.</summary>
    /// <param name="chip">Its chip.</param>
    /// <param name="message">The message, from its header on.</param>
    void Send(VirtualChip chip, ReadOnlySpan<byte> message);

    /// <summary>A packet comes to a chip whose cores do not execute.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="link">The link that it comes by.</param>
    /// <param name="packet">The packet.</param>
    void Carry(VirtualChip chip, int link, Packet packet);

    /// <summary>A packet comes to a core that does not execute, on a chip where others do.</summary>
    void Deliver(VirtualCore core, Packet packet);
}
