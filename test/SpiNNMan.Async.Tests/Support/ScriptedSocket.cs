using System.Net;
using System.Threading.Channels;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;

namespace SpiNNMan.Async.Tests.Support;

/// <summary>A socket that receives what a test gives it.</summary>
internal sealed class ScriptedSocket : IDatagramSocket
{
    private readonly Channel<object> _script = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 1);

    public IPEndPoint? RemoteEndPoint { get; } = new(IPAddress.Loopback, 2);

    public void Arrive(params byte[] datagram) => _script.Writer.TryWrite(datagram);

    public void Break() => _script.Writer.TryWrite(new SpinnakerConnectionException("The wire is broken."));

    /// <summary>Gets each datagram that is sent, while it is sent.</summary>
    public Action<byte[]>? OnSent { get; set; }

    public void Send(ReadOnlySpan<byte> datagram) => OnSent?.Invoke(datagram.ToArray());

    public void SendTo(ReadOnlySpan<byte> datagram, IPEndPoint destination) => Send(datagram);

    public async ValueTask<ReceivedLength> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        object next;
        try
        {
            next = await _script.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new SpinnakerConnectionClosedException("The socket is closed.");
        }

        if (next is SpinnakerConnectionException error)
            throw error;

        var bytes = (byte[])next;
        int length = Math.Min(bytes.Length, buffer.Length);
        bytes.AsMemory(0, length).CopyTo(buffer);
        return new ReceivedLength(length, RemoteEndPoint!);
    }

    public ValueTask DisposeAsync()
    {
        _script.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
