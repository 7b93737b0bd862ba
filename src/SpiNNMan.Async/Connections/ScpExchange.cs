using System.Buffers.Binary;
using System.Diagnostics;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Connections;

/// <summary>The common part of the connections that carry commands.</summary>
internal sealed class ScpExchange(IDatagramSocket socket, DatagramPool datagrams, ScpConnectionOptions options, MeteredPlace place)
{
    /// <summary>How long a reply to a request that the caller sent itself is waited for by default.</summary>
    public static readonly TimeSpan DefaultReceiveTimeout = TimeSpan.FromSeconds(1);

    private readonly bool _hasPeer = socket.RemoteEndPoint is not null;

    public RequestMultiplexer Multiplexer { get; } = new(
        socket,
        datagrams,
        options.ToSettings(socket.RemoteEndPoint?.ToString() ?? $"nobody from {socket.LocalEndPoint}") with { Place = place });

    public static byte[] Encode(IScpRequest request, ChipLocation source, ushort sequence)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datagram = new byte[ScpMessage.GetDatagramSize(request)];
        ScpMessage.WriteDatagram(datagram, request, sequence, source);
        return datagram;
    }

    public static ScpResponse Decode(in ReceivedDatagram received)
    {
        if (!ScpReply.TryParseDatagram(received.Data.Span, out ScpReply reply, out PacketError error))
            throw new InvalidPacketException(error, $"A datagram of {received.Data.Length} bytes from {received.RemoteEndPoint}");

        return new ScpResponse(reply.Result, reply.Sequence, received.Data, received.RemoteEndPoint);
    }

    public ValueTask<TResponse> ExecuteAsync<TRequest, TResponse>(TRequest request, ChipLocation source, CancellationToken cancellationToken)
        where TRequest : IScpRequest<TResponse>
    {
        ArgumentNullException.ThrowIfNull(request);
        ThrowIfNoPeer();
        return options.TraceRequests && Verb.IsWatched
            ? ExecuteTracedAsync<TRequest, TResponse>(request, source, cancellationToken)
            : Multiplexer.ExecuteAsync<TRequest, TResponse>(request, source, cancellationToken);
    }

    private async ValueTask<TResponse> ExecuteTracedAsync<TRequest, TResponse>(TRequest request, ChipLocation source, CancellationToken cancellationToken)
        where TRequest : IScpRequest<TResponse>
    {
        using Activity? activity = Verb.StartRequest(request.Destination.Location, request.Command.ToString())?
            .SetTag(MeterTags.ServerAddress, socket.RemoteEndPoint?.Address.ToString())
            .SetTag(MeterTags.ServerPort, socket.RemoteEndPoint?.Port);
        try
        {
            return await Multiplexer.ExecuteAsync<TRequest, TResponse>(request, source, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Verb.Fail(activity, exception);
            throw;
        }
    }

    /// <summary>Throws if the connection has no peer that could reply.</summary>
    public void ThrowIfNoPeer()
    {
        if (!_hasPeer)
            throw new SpinnakerConnectionException($"The connection at {socket.LocalEndPoint} has no peer, so no replies can come: open it with a host.");
    }

    /// <summary>Keeps the numbers of requests that callers send themselves, encoded already, apart from those of awaited ones.</summary>
    public void OnSending(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < ScpMessage.OverheadSize)
            return;

        SdpHeader header = SdpHeader.ReadUnchecked(datagram[SdpMessage.PadSize..]);
        if (header.Flags is SdpFlags.ReplyExpected or SdpFlags.ReplyExpectedNoP2P && header.Destination.Port == 0)
            Multiplexer.Reserve(BinaryPrimitives.ReadUInt16LittleEndian(datagram[ScpMessage.SequenceOffset..]));
    }

    /// <summary>Gives a refusal to the requests in flight.</summary>
    /// <returns>Whether there were any.</returns>
    public bool TryRefuse(SpinnakerConnectionException error)
    {
        if (!Multiplexer.HasInFlight)
            return false;

        Multiplexer.Refuse(() => new SpinnakerConnectionException(error.Message, error));
        return true;
    }
}
