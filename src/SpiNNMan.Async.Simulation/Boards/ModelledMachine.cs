using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Simulation.Boot;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Firmware;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>Boards whose monitors are modelled.</summary>
internal sealed class ModelledMachine : IBootedMachine
{
    private readonly BoardOptions _options;
    private readonly Func<int, EthernetInterface> _makeEthernet;
    private readonly EthernetInterface?[] _ethernets;

    public ModelledMachine(Kernel kernel, BootOrder order, BoardOptions options, MachineResources resources, FirmwareProfile firmware, byte[] bootBlock)
    {
        _options = options;
        _ethernets = new EthernetInterface?[order.Ports.Count];
        FirmwareOptions monitors = options.Firmware with { FloodFillLoss = () => resources.FloodFillLoss };
        Software = new Scamp(kernel, order.Layout, monitors, firmware, bootBlock, [.. order.Ports.Select(static port => port.Parts)], order.Root, resources.Memory, EthernetOf);
        _makeEthernet = board => new EthernetInterface(Software.Chips.EthernetOf(board), order.Ports[board], Software, options, resources);
    }

    /// <summary>The software of all its monitors.</summary>
    public Scamp Software { get; }

    /// <summary>Installs the routes and programs that are to be there from the start. Those for chips that were not booted are left out.</summary>
    public void Populate()
    {
        foreach (PacketRoute route in _options.Routes.Where(route => Software.Chips.Find(route.From) is not null && route.To.All(core => Software.Chips.Find(core.Chip) is not null)))
            Load(route);

        foreach (ProgramPlacement placement in _options.Placements)
        {
            if (Software.Chips.Find(placement.Core.Chip) is { } chip)
                Run(chip.Core(placement.Core.Core), placement.Create(), placement.ApplicationId);
        }
    }

    public SoftwareVersion? Version => Software.Firmware.Version;

    public void Receive(int board, ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        if (port == ScpMessage.Port)
            EthernetOf(board).Receive(datagram, sender);
        else
            EthernetOf(board).ReceiveReverse(port, datagram, sender);
    }

    public void Lose(int board) => Software.Lose(board);

    public IEnumerable<VirtualChip> ChipsOf(int board) => Software.Chips.OfBoard(board);

    public IEnumerable<ChipSnapshot> Look(int board) => Software.Chips.Look(board, Software.Clock.Now);

    public VirtualChip? FindChip(ChipLocation location) => Software.Chips.Find(location);

    public void Run(VirtualCore core, IVirtualCoreApplication application, byte applicationId)
    {
        core.Run(application, applicationId, core.Chip.UnixTime, Software.Firmware.Number);
        Software.Applications.Begin(core);
    }

    public void Load(PacketRoute route) => Software.Routes.Load(route);

    public void KeepBusy(ChipLocation chip, TimeSpan time) => Software.Chips.Find(chip)!.BusyUntil = Software.Clock.Now + time;

    public void SetBroken(ChipLocation chip, int link, bool isBroken)
    {
        Software.Chips.SetBroken(chip, link, isBroken);
        Software.Executing.CutLinks();
    }

    public void SetStopped(int board, IReadOnlyList<(ChipLocation Chip, int Link)> links)
    {
        Software.Chips.SetStopped(board, links);
        Software.Executing.CutLinks();
    }

    private EthernetInterface EthernetOf(int board) => _ethernets[board] ??= _makeEthernet(board);
}
