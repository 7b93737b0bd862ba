using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    private readonly Outbox _outbox;

    /// <summary>What the socket threw at requests, in another way than sockets may.</summary>
    private readonly List<(ReplySlot Slot, Exception Error)> _thrown = [];

    private static readonly long s_shortest = TimeSpan.FromMilliseconds(1).Ticks;

    /// <summary>Whether replies are being handled, at the end of which everything that is to be sent leaves together.</summary>
    private bool _batching;

    /// <summary>Replies follow, until <see cref="EndBatch"/>.</summary>
    public void BeginBatch()
    {
        lock (_gate)
        {
            _batching = true;
            _batchTime = Now;
        }
    }

    /// <summary>No more replies for now: what they led to is sent.</summary>
    public void EndBatch()
    {
        lock (_gate)
        {
            NoteSilence();
            if (_due.Count == 0)
            {
                _batching = false;
                Flush();
            }
        }

        if (!Volatile.Read(ref _hasDue))
            return;

        RunDueNow();
        lock (_gate)
        {
            _batching = false;
            Flush();
        }

        RunDue();
    }

    /// <summary>Fills the window with what waits. Call under the lock.</summary>
    private void Admit()
    {
        while (_closed is null && _window.HasRoomBeside(_abandoned.Count) && _queue.TryTake() is { } entry)
        {
            if (entry is Transfer transfer)
            {
                ReplySlot piece = _slots.Get();
                piece.Destination = transfer.Destination;
                piece.Called = Math.Max(transfer.Called, _lastReply);
                if (!TryTakeNext(transfer, piece))
                    continue;

                if (transfer.HasMore)
                    Enqueue(transfer);

                Launch(piece);
            }
            else
            {
                var slot = (ReplySlot)entry;
                slot.Called = Math.Max(slot.Called, _lastReply);
                Launch(slot);
            }
        }

        if (!_batching)
            Flush();
    }

    /// <summary>Makes the next piece of a transfer. What it holds is the caller's memory, which may throw. Call under the lock.</summary>
    private bool TryTakeNext(Transfer transfer, ReplySlot piece)
    {
        try
        {
            transfer.TakeNext(piece);
            return true;
        }
        catch (Exception exception)
        {
            piece.Release();
            (_unreadable ??= []).Add((transfer, Transfer.ToError(exception)));
            _hasDue = true;
            return false;
        }
    }

    /// <summary>Sends a request for the first time. Call under the lock, when the window has a place.</summary>
    private void Launch(ReplySlot slot)
    {
        _window.Enter();
        slot.Sequence = _sequences.Issue(_pending, Now);
        BinaryPrimitives.WriteUInt16LittleEndian(slot.Request!.Buffer.AsSpan(ScpMessage.SequenceOffset), slot.Sequence);
        slot.State = SlotState.InFlight;
        slot.Destination.Add(slot);
        _pending.Add(slot);
        Post(slot);
        slot.FirstOrder = slot.Order;
    }

    /// <summary>Gives a request to the outbox. Call under the lock.</summary>
    private void Post(ReplySlot slot)
    {
        slot.Order = ++_order;
        slot.OvertakenBy = 0;
        _outbox.Add(slot);
        if (_outbox.IsFull)
            Flush();
    }

    /// <summary>Sends what is in the outbox. Call under the lock.</summary>
    private void Flush()
    {
        if (_outbox.Count == 0)
            return;

        Send(_outbox.Pack());
        EndUnsendable();

        // The clock of an attempt starts when it has been sent.
        long now = Now;
        foreach (ReplySlot? slot in _outbox.Slots)
        {
            if (slot is not null)
                OnSent(slot, now);
        }

        _outbox.Clear();
    }

    private void OnSent(ReplySlot slot, long now)
    {
        slot.OutboxIndex = -1;
        slot.IsOut = true;
        slot.LastSent = now;
        if (slot.Sends++ > 0)
        {
            _counters.CountResend(slot.Recovery!.Reason);
            return;
        }

        _counters.Sent++;
        TimeSpan allowance = slot.Traits.TimeoutClass.Allowance;
        slot.LastTimeout = ResendPolicy.FirstTimeout(_settings, slot.Destination.Estimator.Timeout, allowance);

        // What may not be repeated just waits: there is nothing to do before it is given up.
        slot.Deadline = slot.IsRepeatable ? now + slot.LastTimeout.Ticks : Math.Max(slot.Called + _settings.GiveUpAfter.Ticks + allowance.Ticks, now + s_shortest);
        SweepBy(slot.Deadline);
    }

    private void Send(ReadOnlySpan<Datagram> datagrams)
    {
        while (!datagrams.IsEmpty)
        {
            int sent = datagrams.Length > 1 && _socket is IBatchSender sender ? sender.Send(datagrams) : 0;
            if (sent == 0)
            {
                SendOne(datagrams[0]);
                sent = 1;
            }

            datagrams = datagrams[sent..];
        }
    }

    private void SendOne(Datagram datagram)
    {
        try
        {
            _socket.Send(datagram.Span);
        }
        catch (SpinnakerConnectionClosedException)
        {
            // The connection is being closed, and fails its requests itself.
        }
        catch (SpinnakerConnectionException)
        {
            // Most likely the system reported the refusal of an earlier datagram, and did not send this one: once more, so that the answer
            // to that is received and says it. If that fails too, the datagram is lost, as any may be.
            SendAgain(datagram);
        }
        catch (Exception exception)
        {
            NoteSendError(datagram, exception);
        }
    }

    private void SendAgain(Datagram datagram)
    {
        try
        {
            _socket.Send(datagram.Span);
        }
        catch (Exception exception)
        {
            // Lost. The request will be overdue, and its error will say why.
            NoteSendError(datagram, exception);
        }
    }

    /// <summary>Keeps why a request was not sent. Call under the lock.</summary>
    private void NoteSendError(Datagram datagram, Exception exception)
    {
        foreach (ReplySlot? slot in _outbox.Slots)
        {
            if (slot is null || slot.Request != datagram)
                continue;

            slot.Unsent++;
            if (exception is SpinnakerConnectionException sendError)
                slot.SendError = sendError;
            else
                _thrown.Add((slot, exception));
        }
    }

    /// <summary>Ends the requests at which the socket threw in another way than sockets may: nobody knows what it did. Call under the lock.</summary>
    private void EndUnsendable()
    {
        foreach ((ReplySlot slot, Exception exception) in _thrown)
        {
            string message = $"{Describe(slot)} was not sent: the socket at {_socket.LocalEndPoint} threw {exception.GetType().Name}: {exception.Message}";
            if (slot.Recovery is { } recovery)
                AddDue(recovery, AttemptOutcome.Ended);

            slot.Sends++;
            End(slot);
            (_unsendable ??= []).Add((slot, new SpinnakerConnectionException(message, exception)));
            _hasDue = true;
        }

        _thrown.Clear();
    }

    private Destination DestinationOf(ChipLocation chip)
    {
        if (_lastDestination is not null && _lastChip == chip)
            return _lastDestination;

        if (!_destinations.TryGetValue(chip, out Destination? destination))
            _destinations.Add(chip, destination = new Destination(_settings) { Limit = LimitOf(chip) });

        _lastChip = chip;
        _lastDestination = destination;
        return destination;
    }

    private int LimitOf(ChipLocation chip)
    {
        bool isOwn = chip == _home || chip == ChipLocation.Root || (_home == ChipLocation.Root && chip == default);
        return isOwn ? int.MaxValue : _settings.RemoteChipWindow;
    }
}
