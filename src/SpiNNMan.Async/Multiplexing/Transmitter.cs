using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Multiplexing.Transfers;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

/// <summary>Sends batches of requests over a socket, one batch at a time. It throws nothing. The batch has the error of each request that could not be sent.</summary>
internal sealed class Transmitter(IDatagramSocket socket, ILogger logger, string peer)
{
    private readonly IBatchSender? _batchSender = socket as IBatchSender;

    /// <summary>The counters of the datagrams that were sent.</summary>
    public SendCounters Counters { get; } = new();

    /// <summary>Sends a batch.</summary>
    public void Send(SendBatch batch)
    {
        Datagram[] toSend = batch.ToSend;
        Span<int> indices = stackalloc int[SendBatch.Capacity];
        int count = 0;
        int bytes = 0;
        for (int index = 0; index < batch.Count; index++)
        {
            if (TryEncode(batch, index) is not { } datagram)
                continue;

            BinaryPrimitives.WriteUInt16LittleEndian(datagram.Buffer.AsSpan(ScpMessage.SequenceOffset), batch.Numbers[index].Sequence);
            indices[count] = index;
            bytes += datagram.Length;
            toSend[count++] = datagram;
        }

        Counters.CountAlone(count, bytes);
        int sent = 0;
        while (sent < count)
        {
            int together = count - sent > 1 && _batchSender is not null ? _batchSender.Send(toSend.AsSpan(sent, count - sent)) : 0;
            if (together == 0)
            {
                batch.Errors[indices[sent]] = SendOne(toSend[sent]);
                together = 1;
            }

            sent += together;
        }
    }

    /// <summary>Makes the datagram of a piece from the memory of the caller, which may throw.</summary>
    private static Datagram? TryEncode(SendBatch batch, int index)
    {
        if (batch.Transfers[index] is not Transfer transfer)
            return batch.Datagrams[index];

        try
        {
            return batch.Datagrams[index] = transfer.Encode(batch.Numbers[index].Piece);
        }
        catch (Exception exception)
        {
            batch.Errors[index] = Transfer.ToError(exception);
            return null;
        }
    }

    private Exception? SendOne(Datagram datagram)
    {
        try
        {
            socket.Send(datagram.Span);
            return null;
        }
        catch (SpinnakerConnectionClosedException closed)
        {
            return closed;
        }
        catch (SpinnakerConnectionException)
        {
            // Most likely the system reported the refusal of an earlier datagram, and did not send this one. It is sent once more, so that the receiver
            // gets the refusal. If this fails too, the datagram is lost.
            return SendAgain(datagram);
        }
        catch (Exception exception)
        {
            Log.SocketFailed(logger, exception, peer);
            return exception;
        }
    }

    private Exception? SendAgain(Datagram datagram)
    {
        try
        {
            socket.Send(datagram.Span);
            return null;
        }
        catch (Exception exception)
        {
            if (exception is not SpinnakerConnectionException)
                Log.SocketFailed(logger, exception, peer);

            return exception;
        }
    }
}
