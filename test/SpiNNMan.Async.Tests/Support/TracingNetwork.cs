using System.Globalization;
using System.Net;
using System.Text;
using SpiNNMan.Async.Simulation.Time;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>Writes down what is sent, and when.</summary>
internal sealed class TracingNetwork(SimulatedTime time, IDatagramNetwork inner) : IDatagramNetwork
{
    private readonly StringBuilder _trace = new();

    /// <summary>Called before each datagram is sent.</summary>
    public Action? Sending { get; init; }

    public string Trace => _trace.ToString();

    public IDatagramSocket Open(IPEndPoint local, IPEndPoint? remote = null, int receiveBufferSize = 1 << 20, bool shareAddress = false) =>
        new Socket(this, inner.Open(local, remote, receiveBufferSize, shareAddress));

    private void Write(IPEndPoint from, ReadOnlySpan<byte> datagram)
    {
        Sending?.Invoke();
        lock (_trace)
            _trace.AppendLine(CultureInfo.InvariantCulture, $"{time.Elapsed} {from} {Convert.ToHexStringLower(datagram)}");
    }

    private sealed class Socket(TracingNetwork network, IDatagramSocket inner) : IDatagramSocket
    {
        public IPEndPoint LocalEndPoint => inner.LocalEndPoint;

        public IPEndPoint? RemoteEndPoint => inner.RemoteEndPoint;

        public void Send(ReadOnlySpan<byte> datagram)
        {
            network.Write(LocalEndPoint, datagram);
            inner.Send(datagram);
        }

        public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination)
        {
            network.Write(LocalEndPoint, datagram);
            inner.SendTo(datagram, destination);
        }

        public ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => inner.ReceiveAsync(buffer, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
