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
            MeasureRoundTrip(slot);
            if (slot.Traits.IsTryAgain(result))
            {
                recovery = TryAgainLater(slot, result);
                datagram.Dispose();
                slot = null!;
            }
            else
            {
                recovery = slot.Recovery;
                _counters.Answered++;
                ChipLocation chip = slot.Traits.Destination.Chip;

                // The reply may be to the first of several transmissions, so only that one's place in the order is certain.
                long order = slot.FirstOrder;
                End(slot);
                NoteOvertaking(chip, order);
                AdmitQueued();
            }
        }

        recovery?.Signal(slot is null ? AttemptOutcome.TryAgain : AttemptOutcome.Ended);
        slot?.Complete(datagram);
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
        if (!isReply || _sequences.TakeReserved(sequence) || !_sequences.IsLate(sequence))
            return false;

        _counters.Late++;
        datagram.Dispose();
        return true;
    }

    private void MeasureRoundTrip(ReplySlot slot)
    {
        if (slot.Sends == 1 && slot.Traits.TimeoutClass == TimeoutClass.Prompt)
            slot.Estimator!.Add(_settings.TimeProvider.GetElapsedTime(slot.LastSent));
    }

    /// <summary>The board refused for now. Call under the lock.</summary>
    private Recovery? TryAgainLater(ReplySlot slot, ScpResult result)
    {
        slot.LastRefusal = result;
        if (slot.Recovery is { } recovery)
        {
            recovery.Refusals++;
            return recovery;
        }

        Recover(slot, ResendReason.TryAgain);
        return null;
    }

    /// <summary>
    /// A chip answers in order: what it was sent before the request it has just answered, and has not answered, is lost, or the answer is.
    /// One such sign may be reordering by the network; several are taken as evidence. Call under the lock.
    /// </summary>
    private void NoteOvertaking(ChipLocation chip, long order)
    {
        if (_settings.ResendWhenOvertakenBy == 0)
            return;

        foreach (ReplySlot? slot in _pending.Places)
        {
            if (slot is { State: SlotState.InFlight } && slot.Order < order && slot.IsRepeatable
                && slot.Traits.Destination.Chip == chip && slot.Traits.TimeoutClass == TimeoutClass.Prompt
                && ++slot.OvertakenBy >= _settings.ResendWhenOvertakenBy)
            {
                Recover(slot, ResendReason.Overtaken);
            }
        }
    }
}
