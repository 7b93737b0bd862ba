using System.Net;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Conformance.Connections;

/// <summary>A network with one socket, which receives what it is told: datagrams and errors in turn, and then its own end.</summary>
/// <param name="arrivals">Datagrams as byte arrays, and errors.</param>
internal sealed class ScriptedSocket(params object[] arrivals) : IDatagramNetwork, IDatagramSocket
{
    private readonly TaskCompletionSource _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _receives;

    /// <summary>How often somebody tried to receive.</summary>
    public int Receives => Volatile.Read(ref _receives);

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 1);

    public IPEndPoint? RemoteEndPoint { get; } = new(IPAddress.Loopback, 2);

    /// <summary>Lets the first receive go on.</summary>
    public void Begin() => _begin.TrySetResult();

    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) => this;

    public void Send(ReadOnlySpan<byte> datagram)
    {
    }

    public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination)
    {
    }

    public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int index = Interlocked.Increment(ref _receives) - 1;
        await _begin.Task;
        switch (index < arrivals.Length ? arrivals[index] : null)
        {
            case byte[] datagram:
                datagram.CopyTo(buffer);
                return new ReceivedLength(datagram.Length, RemoteEndPoint!);
            case Exception error:
                throw error;
            default:
                throw new SpinnakerConnectionClosedException("The socket has ended.");
        }
    }

    public ValueTask DisposeAsync()
    {
        Begin();
        return ValueTask.CompletedTask;
    }
}
