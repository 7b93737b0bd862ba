using System.Collections.Concurrent;
using System.Net;
using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>The user's own network, between the client and the network that the machine is on: everything that goes wrong on the way goes wrong here.</summary>
internal sealed class ChaosNetwork(World world, IDatagramNetwork inner) : IDatagramNetwork
{
    private readonly ConcurrentDictionary<ChaosSocket, bool> _open = [];
    private int _sockets;
    private long _requests;

    public World World => world;

    /// <summary>Sockets that are not closed.</summary>
    public int Open => _open.Count;

    /// <summary>Requests that were sent, each time counted.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    public Ledger Ledger { get; } = new(world.Report);

    IDatagramSocket IDatagramNetwork.Open(IPEndPoint local, IPEndPoint? remote, int receiveBufferSize, bool shareAddress)
    {
        if (world.Active(FaultKind.SendThrows) is { Strength: > 0.9 } fault)
            throw ChaosSocket.Made(fault.Seed);

        IPEndPoint bound = local.Address.Equals(IPAddress.Any) ? new IPEndPoint(World.ClientAddress, local.Port) : local;
        var socket = new ChaosSocket(this, inner.Open(bound, remote, receiveBufferSize, shareAddress), Interlocked.Increment(ref _sockets));
        _open.TryAdd(socket, true);
        return socket;
    }

    public void Close(ChaosSocket socket) => _open.TryRemove(socket, out _);

    public void Count()
    {
        Interlocked.Increment(ref _requests);
        world.OnRequest();
    }
}
