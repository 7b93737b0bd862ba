using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Firmware.Commands;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware;

/// <summary>The monitor of one chip, as its commands see it.</summary>
internal sealed class ChipMonitor(Scamp scamp, VirtualChip chip) : IMonitor
{
    public VirtualChip Chip => chip;

    public FirmwareProfile Firmware => scamp.Firmware;

    public bool IsReady => scamp.IsReady;

    public bool ForgivesBadAccess => scamp.Options.ForgiveBadAccess;

    public TimeSpan Now => scamp.Clock.Now;

    public IBoardNetwork? Network => scamp.EthernetOf(chip);

    public IMachineWide Machine => scamp;

    public void Schedule(TimeSpan delay, Action action) => scamp.Clock.Schedule(delay, action);

    public VirtualChip? Neighbour(int link) => scamp.Chips.Neighbour(chip, link);

    public void Reply(SdpBuffer message, ScpResult result, int length) => scamp.Router.Reply(chip, message, result, length);

    public void CountLink(int link, VirtualChip neighbour, int words) => scamp.Traffic.CountLink(chip.Location, link, neighbour.Location, words);

    public void CountPackets(VirtualChip from, VirtualChip to) => scamp.Traffic.CountPackets(from.Location, to.Location, 1);

    public void StartApplication(uint what, uint address = ChipAddresses.SdramSystem) => scamp.Applications.Start(chip, what, address);
}
