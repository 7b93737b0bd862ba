using System.Net;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The wire of a board that can be made mute. A mute board receives and executes, but sends nothing.</summary>
internal sealed class MutableWire(IDeviceWire wire, DeviceCounters counters) : IDeviceWire
{
    public bool IsMute { get; set; }

    public void Send(ushort fromPort, ReadOnlySpan<byte> datagram, IPEndPoint destination, Action? arrived = null)
    {
        if (IsMute)
            counters.Drop(DropReason.Mute);
        else
            wire.Send(fromPort, datagram, destination, arrived);
    }

    public FaultOptions? Faults => wire.Faults;

    public void SetFaults(FaultOptions? faults, ulong seed) => wire.SetFaults(faults, seed);

    public void Listen(IReadOnlySet<ushort> ports) => wire.Listen(ports);
}
