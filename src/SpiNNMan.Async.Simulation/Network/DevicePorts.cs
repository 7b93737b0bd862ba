using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Network;

/// <summary>The sockets of one device, and the faults of the network in both directions.</summary>
internal sealed class DevicePorts(Kernel kernel, IDatagramNetwork network, IPAddress address, FaultyNetwork shared, DeviceCounters counters)
    : IDeviceWire, IAsyncDisposable
{
    private readonly Dictionary<ushort, PortListener> _fixed = [];
    private readonly Dictionary<ushort, PortListener> _reverse = [];
    private readonly List<Task> _closing = [];
    private IDevice? _device;
    private bool _isApart;
    private bool _closed;

    /// <summary>The network that belongs to the device alone, now or before.</summary>
    public FaultyNetwork? OwnNetwork { get; private set; }

    /// <summary>Opens a port that the device always has.</summary>
    /// <param name="port">The port number that the device knows.</param>
    /// <param name="localPort">The port number in the network; 0 lets the network choose.</param>
    /// <param name="isShared">Whether other sockets may listen on that port of all addresses. Hosts do so to hear boards that are not booted.</param>
    /// <returns>The address and port.</returns>
    public IPEndPoint Open(ushort port, int localPort, bool isShared = false)
    {
        var listener = new PortListener(this, port, network.Open(new IPEndPoint(address, localPort), shareAddress: isShared));
        _fixed.Add(port, listener);
        return listener.LocalEndPoint;
    }

    public FaultOptions? Faults => _isApart ? Network.Faults : null;

    private FaultyNetwork Network => _isApart ? OwnNetwork! : shared;

    public void SetFaults(FaultOptions? faults, ulong seed)
    {
        if (faults is not null)
        {
            OwnNetwork ??= new FaultyNetwork(kernel, seed, faults);
            OwnNetwork.Faults = faults;
        }

        _isApart = faults is not null;
    }

    /// <summary>Connects the device. Datagrams that come before are lost.</summary>
    public void Attach(IDevice device)
    {
        using (kernel.Enter())
            _device = device;
    }

    public void Send(ushort fromPort, ReadOnlySpan<byte> datagram, IPEndPoint destination, Action? arrived = null)
    {
        if (_fixed.TryGetValue(fromPort, out PortListener? listener) || _reverse.TryGetValue(fromPort, out listener))
            Network.Egress.Carry(new Departure(this, listener, destination, arrived), datagram, static (way, bytes) => way.Ports.Depart(way, bytes));
        else
            counters.Drop(DropReason.NetworkError);
    }

    public void Listen(IReadOnlySet<ushort> ports)
    {
        foreach ((ushort port, PortListener listener) in _reverse.Where(open => !ports.Contains(open.Key)).ToArray())
        {
            _reverse.Remove(port);
            _closing.Add(listener.DisposeAsync().AsTask());
        }

        _closing.RemoveAll(static task => task.IsCompleted);
        foreach (ushort port in ports.Where(port => !_closed && !_reverse.ContainsKey(port)))
            TryListen(port);
    }

    public void Deliver(ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        using (kernel.Enter())
            Network.Ingress.Carry(new Arrival(this, port, sender), datagram, static (way, bytes) => way.Ports.Arrive(way, bytes));
    }

    public async ValueTask DisposeAsync()
    {
        PortListener[] listeners;
        Task[] closing;
        using (kernel.Enter())
        {
            _device = null;
            _closed = true;
            listeners = [.. _fixed.Values, .. _reverse.Values];
            closing = [.. _closing];
        }

        foreach (PortListener listener in listeners)
            await listener.DisposeAsync().ConfigureAwait(false);

        await Task.WhenAll(closing).ConfigureAwait(false);
    }

    private void TryListen(ushort port)
    {
        try
        {
            _reverse.Add(port, new PortListener(this, port, network.Open(new IPEndPoint(address, port))));
        }
        catch (SpinnakerConnectionException)
        {
            // The operating system has given that port to another program. Nothing will arrive, as behind a firewall.
            counters.Drop(DropReason.NetworkError);
        }
    }

    /// <summary>Passes a datagram to the device. The next datagram must be received whatever the device does.</summary>
    private void Arrive(in Arrival way, ReadOnlySpan<byte> datagram)
    {
        try
        {
            _device?.Receive(way.Port, datagram, way.Sender);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            counters.Drop(DropReason.Defect);
            kernel.ReportDefect(exception);
        }
    }

    private void Depart(in Departure way, ReadOnlySpan<byte> datagram)
    {
        if (!way.Listener.TrySend(datagram, way.Destination))
            counters.Drop(DropReason.NetworkError);
        else
            way.Arrived?.Invoke();
    }

    private readonly record struct Departure(DevicePorts Ports, PortListener Listener, IPEndPoint Destination, Action? Arrived);

    private readonly record struct Arrival(DevicePorts Ports, ushort Port, IPEndPoint Sender);
}
