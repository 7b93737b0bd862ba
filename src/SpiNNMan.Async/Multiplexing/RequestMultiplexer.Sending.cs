using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    private readonly Outbox _outbox;

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
                return;
            }
        }

        RunDue();
        lock (_gate)
        {
            _batching = false;
            Flush();
        }
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
                transfer.TakeNext(piece);
                if (transfer.HasMore)
                    _queue.Add(transfer);

                Launch(piece);
            }
            else
            {
                Launch((ReplySlot)entry);
            }
        }

        if (!_batching)
            Flush();
    }

    /// <summary>Sends a request for the first time. Call under the lock, when the window has a place.</summary>
    private void Launch(ReplySlot slot)
    {
        _window.Enter();
        slot.Sequence = _sequences.Issue(_pending);
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
        slot.FirstSent = now;
        slot.LastTimeout = slot.Destination.Estimator.Timeout + slot.Traits.TimeoutClass.Allowance;

        // What may not be repeated just waits: there is nothing to do before it is given up.
        TimeSpan wait = slot.IsRepeatable ? slot.LastTimeout : _settings.GiveUpAfter + slot.Traits.TimeoutClass.Allowance;
        slot.Deadline = now + ToTimestamp(wait);
        SweepBy(slot.Deadline);
    }

    private void Send(ReadOnlySpan<Datagram> datagrams)
    {
        while (!datagrams.IsEmpty)
        {
            int sent = datagrams.Length > 1 && _socket is IBatchSender sender ? sender.Send(datagrams) : 0;
            if (sent == 0)
            {
                SendOne(datagrams[0].Span);
                sent = 1;
            }

            datagrams = datagrams[sent..];
        }
    }

    private void SendOne(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _socket.Send(bytes);
        }
        catch (SpinnakerConnectionClosedException)
        {
            // The connection is being closed, and fails its requests itself.
        }
        catch (SpinnakerConnectionException)
        {
            // Most likely the system reported the refusal of an earlier datagram, and did not send this one: once more, so that the answer
            // to that is received and says it. If that fails too, the datagram is lost, as any may be.
            SendAgain(bytes);
        }
    }

    private void SendAgain(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _socket.Send(bytes);
        }
        catch (SpinnakerConnectionException)
        {
            // Lost. The request will be overdue.
        }
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
