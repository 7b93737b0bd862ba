using System.Net;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Simulation.Tests.Support;

/// <summary>A host on the network of a machine, that asks and waits for the answer.</summary>
internal sealed class InMemoryHost(VirtualMachine machine, IPEndPoint device) : IAsyncDisposable
{
    private readonly IDatagramSocket _socket = machine.Options.Network.Open(new IPEndPoint(IPAddress.Parse("127.0.0.200"), 0), device);
    private readonly byte[] _buffer = new byte[512];

    public void Send(byte[] datagram) => _socket.Send(datagram);

    public async Task<byte[]> AskAsync(byte[] datagram)
    {
        _socket.Send(datagram);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        ReceivedLength received = await _socket.ReceiveAsync(_buffer, patience.Token);
        return _buffer[..received.Length];
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();
}
