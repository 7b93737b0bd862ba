using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>A request as the engine sees it. Everything here is the engine's: it changes in the engine's events only.</summary>
internal abstract class RequestEntry : QueueEntry
{
    public RequestState State { get; set; }

    public ushort Sequence { get; set; }

    /// <summary>The encoded request, sent again as it is; none yet for a piece that has not been encoded.</summary>
    public Datagram? Request { get; set; }

    /// <summary>Whether it was not a caller who asked this, but the engine: whether the board is there at all. It takes no place of the window, which silent requests may fill.</summary>
    public bool IsQuestion { get; set; }

    /// <summary>The transfer that this is a piece of, if it is one.</summary>
    public TransferEntry? Sink { get; set; }

    /// <summary>Which piece of its transfer it is.</summary>
    public int Piece { get; set; }

    /// <summary>Where in the outbox it is, if it waits there to be sent; otherwise less than 0.</summary>
    public int OutboxIndex { get; set; } = -1;

    /// <summary>Where in the batch that is being sent it is; otherwise less than 0.</summary>
    public int SendingIndex { get; set; } = -1;

    /// <summary>Whether something sent is in flight that has neither been answered nor taken to be lost.</summary>
    public bool IsOut { get; set; }

    /// <summary>Whether it takes a place of the window and of its chip, while it is in flight.</summary>
    public bool HoldsPlace { get; set; }

    /// <summary>Until when it does, if it must not be repeated: by then the board has answered it or lost it.</summary>
    public long PlaceUntil { get; set; }

    /// <summary>How often its retransmission timeout was moved on because this computer was late or replies were waiting to be read.</summary>
    public int Deferrals { get; set; }

    /// <summary>Whether its retransmission waited for that of a later request.</summary>
    public bool HasWaitedForProbe { get; set; }

    public int Sends { get; set; }

    public int Replies { get; set; }

    /// <summary>How often its retransmission timeout ran out while this computer was listening.</summary>
    public int Heard { get; set; }

    /// <summary>Transmissions that this computer refused to make.</summary>
    public int Unsent { get; set; }

    /// <summary>Why the last of these was not made.</summary>
    public SpinnakerConnectionException? SendError { get; set; }

    /// <summary>Replies to later requests to the same chip since this was last sent.</summary>
    public int OvertakenBy { get; set; }

    /// <summary>Numbers the transmissions of the connection: which of two requests went out later.</summary>
    public long Order { get; set; }

    /// <summary>The number of the request's first transmission.</summary>
    public long FirstOrder { get; set; }

    public long LastSent { get; set; }

    /// <summary>When its retransmission timeout runs out.</summary>
    public long Deadline { get; set; }

    public TimeSpan LastTimeout { get; set; }

    /// <summary>The last answer that asked for another try.</summary>
    public ScpResult? LastRefusal { get; set; }

    /// <summary>How often it had been sent when that answer came.</summary>
    public int RefusedSends { get; set; }

    /// <summary>When it came.</summary>
    public long RefusedAt { get; set; }

    /// <summary>Whether the last thing heard is that answer, and it has not been sent again since.</summary>
    public bool IsRefused => LastRefusal is not null && RefusedSends == Sends;

    /// <summary>What the resend policy decides by, once the request is in its hands.</summary>
    public RecoveryState? Recovery { get; set; }

    /// <summary>The neighbours among those in flight to the same chip, by when they were last sent.</summary>
    public RequestEntry? SentBefore { get; set; }

    public RequestEntry? SentAfter { get; set; }

    public bool IsRepeatable => Traits.Repeatability == Repeatability.Repeatable;

    /// <summary>Whether the order of replies says something about it, and something may be done about it: it is answered at once, and may be sent again.</summary>
    public bool AllowsFastRetransmit => IsRepeatable && Traits.TimeoutClass == TimeoutClass.Prompt;

    /// <summary>Makes this the next piece of a transfer.</summary>
    public void BecomePieceOf(TransferEntry transfer)
    {
        Sink = transfer;
        Piece = transfer.Issued++;
        Traits = transfer.Traits;
        Destination = transfer.Destination;
    }

    /// <summary>Forgets the request, for the next.</summary>
    protected void ClearRequest()
    {
        State = RequestState.Free;
        Request = null;
        Destination = null!;
        Sink = null;
        Recovery = null;
        LastRefusal = null;
        SendError = null;
        IsOut = HasWaitedForProbe = IsQuestion = HoldsPlace = false;
        Sends = Deferrals = Replies = OvertakenBy = Heard = Unsent = RefusedSends = 0;
    }
}
