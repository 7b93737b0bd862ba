using System.Net;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Boards;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Testing;

/// <summary>The network as the machine sees it: its sockets log what they receive, and answer what the script answers.</summary>
internal sealed class ObservedNetwork(InMemoryNetwork inner, TimeProvider time) : IDatagramNetwork
{
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();
    private Dictionary<IPEndPoint, ObservedDevice> _devices = [];

    public InMemoryNetwork Inner => inner;

    public RequestLog Log { get; } = new();

    public RequestScript Script { get; } = new();

    /// <summary>The time since the machine was started.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        new ObservedSocket(this, inner.Open(local, remote, receiveBufferSize, shareAddress));

    /// <summary>Tells which device has which address. Before this, nothing is logged.</summary>
    public void Name(VirtualMachine machine)
    {
        var devices = new Dictionary<IPEndPoint, ObservedDevice>();
        foreach (VirtualBoard board in machine.Boards)
        {
            devices.Add(board.EndPoint, new ObservedDevice(board.Number, IsBmp: false, board.Location));
            if (board.Bmp is { } bmp)
                devices.Add(bmp.EndPoint, new ObservedDevice(board.Number, IsBmp: true, board.Location));
        }

        lock (_gate)
            _devices = devices;
    }

    /// <returns>The device at an address; <see langword="null"/> for other ports, such as that of the boot ROM.</returns>
    public ObservedDevice? Find(IPEndPoint local)
    {
        lock (_gate)
            return _devices.GetValueOrDefault(local);
    }
}
