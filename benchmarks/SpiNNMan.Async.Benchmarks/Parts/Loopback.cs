using System.Net;
using System.Net.Sockets;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Benchmarks.Parts;

/// <summary>Two sockets connected to each other, without anything round them.</summary>
internal sealed class Loopback : IDisposable
{
    private readonly Socket _one = Open();
    private readonly Socket _other = Open();
    private readonly byte[] _sent = new byte[30];
    private readonly byte[] _received = new byte[512];

    public Loopback()
    {
        _one.Connect(_other.LocalEndPoint!);
        _other.Connect(_one.LocalEndPoint!);
    }

    public void Send() => _one.Send(_sent);

    public void SendAndReceive()
    {
        Send();
        _other.Receive(_received);
    }

    /// <summary>Puts a socket of the library's in the place of the one that receives.</summary>
    public IDatagramSocket Replace(bool portable)
    {
        var local = (IPEndPoint)_other.LocalEndPoint!;
        var remote = (IPEndPoint)_one.LocalEndPoint!;
        _other.Dispose();
        return UdpDatagramSocket.Open(local, remote, receiveBufferSize: 1 << 20, shareAddress: false, portable ? null : BatchCalls.OfSystem);
    }

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
