using System.Buffers.Binary;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    /// <summary>Gives a datagram to the request that awaits it.</summary>
    /// <returns>Whether it is dealt with: given to its request, or dropped as a late reply. If not, it is still the caller's.</returns>
    public bool TryTake(Datagram datagram)
    {
        ReadOnlySpan<byte> bytes = datagram.Span;
        if (bytes.Length < SdpMessage.PadSize + ScpReply.HeaderSize)
            return false;

        SdpHeader header = SdpHeader.ReadUnchecked(bytes[SdpMessage.PadSize..]);
        var result = (ScpResult)BinaryPrimitives.ReadUInt16LittleEndian(bytes[ScpMessage.CommandOffset..]);
        ushort sequence = BinaryPrimitives.ReadUInt16LittleEndian(bytes[ScpMessage.SequenceOffset..]);

        ReplySlot slot;
        Recovery? recovery;
        lock (_gate)
        {
            if (_pending.Find(sequence) is not { } found || !Answers(header.Source, found.Traits.Destination))
                return DropIfLate(sequence, header, datagram);

            slot = found;
            slot.Replies++;
            NoteAlive();
            MeasureRoundTrip(slot);
            if (slot.Traits.IsTryAgain(result))
            {
                TryAgainLater(slot, result);
                Admit();
                datagram.Dispose();
                return true;
            }

            recovery = slot.Recovery;
            _counters.Answered++;
            NoteArrival(slot);
            NoteOvertaking(slot);
            End(slot);
            Admit();
        }

        recovery?.Signal(AttemptOutcome.Ended);
        slot.Complete(datagram);
        return true;
    }

    /// <summary>Fails the requests in flight: the network said that nothing takes them.</summary>
    public void Refuse(Func<Exception> error) => FailAll(inFlightOnly: true, error);

    /// <summary>Whether requests are in flight that a refusal would be about.</summary>
    public bool HasInFlight
    {
        get
        {
            lock (_gate)
                return _window.InFlight > 0;
        }
    }

    /// <summary>Whether a reply from <paramref name="source"/> can be one to a request to <paramref name="destination"/>.</summary>
    private static bool Answers(SdpEndpoint source, SdpEndpoint destination) =>
        source.Core == destination.Core
        && source.Port == destination.Port
        && (source.Chip == destination.Chip || destination.Chip == ChipLocation.Root);

    private bool DropIfLate(ushort sequence, in SdpHeader header, Datagram datagram)
    {
        // Replies go to the Ethernet's port, and come from the command port of a core; anything else is a message of its own.
        bool isReply = header.Source.Port == 0 && header.Destination.Port == 7;
        if (!isReply || _sequences.TakeReserved(sequence))
            return false;

        switch (_sequences.TakeLate(sequence, out ResendReason? resent))
        {
            case LateReply.None:
                return false;
            case LateReply.Duplicate:
                _counters.Duplicates++;
                break;
            default:
                _counters.Late++;
                NoteAlive();
                if (resent is { } reason)
                    NoteNeedlessResend(reason, header.Source.Chip);
                if (_abandoned.Remove(sequence))
                    Admit();
                break;
        }

        datagram.Dispose();
        return true;
    }

    private void MeasureRoundTrip(ReplySlot slot)
    {
        if (slot.Sends == 1 && slot.Traits.TimeoutClass == TimeoutClass.Prompt)
            slot.Destination.Estimator.Add(TimeSpan.FromTicks(Math.Max(_batchTime - slot.LastSent, 0)));
    }

    private void NoteArrival(ReplySlot slot)
    {
        if (slot.IsOut)
            _window.Limit.OnAnswered(slot.Order, _order, wanted: _queue.Count > 0);
        else if (slot.State == SlotState.Recovering && !slot.IsRefused)
            _window.Limit.OnNotLost();
    }

    /// <summary>The board refused for now. Call under the lock.</summary>
    private void TryAgainLater(ReplySlot slot, ScpResult result)
    {
        slot.LastRefusal = result;
        slot.RefusedSends = slot.Sends;
        slot.RefusedAt = _batchTime;
        slot.IsOut = false;
        if (slot.Recovery is { } recovery)
        {
            recovery.Refusals++;
            AddDue(recovery, AttemptOutcome.TryAgain);
        }
        else
        {
            Recover(slot, ResendReason.TryAgain);
        }
    }
}
