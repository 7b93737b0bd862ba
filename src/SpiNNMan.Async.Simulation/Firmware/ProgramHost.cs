using SpiNNMan.Async.Emulation.Peripherals;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Programs;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The surroundings of chips whose cores execute: the monitors and everything else that is modelled.</summary>
/// <remarks>A request of a program is carried out when its chip has stopped for a moment, so that nothing changes while cores run.</remarks>
internal sealed class ProgramHost(Scamp scamp) : IProgramHost
{
    public VirtualChip? Across(VirtualChip chip, int link) => scamp.Chips.Across(chip, link);

    public bool IsLinkWell(VirtualChip chip, int link) => scamp.Chips.Towards(chip, link) is not null;

    public bool IsLinkCut(VirtualChip chip, int link) => scamp.Chips.IsBroken(chip, link);

    public void Send(VirtualChip chip, ReadOnlySpan<byte> message)
    {
        var buffer = new SdpBuffer(scamp.CountersOf(chip));
        buffer.Fill(message, origin: null);
        scamp.Clock.Post(() =>
        {
            if (chip.IsAlive)
                scamp.Router.Route(chip, buffer);
        });
    }

    public void Carry(VirtualChip chip, int link, Packet packet) => scamp.Clock.Post(() => scamp.Packets.Carry(chip, link, packet));

    public void Deliver(VirtualCore core, Packet packet) => scamp.Clock.Post(() => scamp.Packets.Deliver(core, packet));
}
