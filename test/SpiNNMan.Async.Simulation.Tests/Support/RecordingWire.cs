using System.Net;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Faults;

namespace SpiNNMan.Async.Simulation.Tests.Support;

/// <summary>Keeps what a device sends.</summary>
internal sealed class RecordingWire : IDeviceWire
{
    public List<SentDatagram> Sent { get; } = [];

    public IReadOnlySet<ushort> Ports { get; private set; } = new HashSet<ushort>();

    public FaultOptions? Faults { get; private set; }

    public void SetFaults(FaultOptions? faults, ulong seed) => Faults = faults;

    public void Send(ushort fromPort, ReadOnlySpan<byte> datagram, IPEndPoint destination, Action? arrived = null)
    {
        Sent.Add(new SentDatagram(fromPort, datagram.ToArray(), destination));
        arrived?.Invoke();
    }

    public void Listen(IReadOnlySet<ushort> ports) => Ports = ports;
}
