using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>A request as the engine sees it. Only events of the engine change it.</summary>
internal abstract class RequestEntry : QueueEntry
{
    public RequestState State { get; set; }

    public ushort Sequence { get; set; }

    /// <summary>The encoded request, which is sent again unchanged; <see langword="null"/> for a piece that is not encoded yet.</summary>
    public Datagram? Request { get; set; }

    /// <summary>Whether the engine itself asks whether the board is there. Such a question takes no place of the window, which silent requests may fill.</summary>
    public bool IsQuestion { get; set; }

    /// <summary>The transfer of this piece, if it is one.</summary>
    public TransferEntry? Sink { get; set; }

    /// <summary>The number of the piece in its transfer.</summary>
    public int Piece { get; set; }

    /// <summary>Its index in the outbox, if it waits there; otherwise less than 0.</summary>
    public int OutboxIndex { get; set; } = -1;

    /// <summary>Its index in the batch that is being sent; otherwise less than 0.</summary>
    public int SendingIndex { get; set; } = -1;

    /// <summary>Whether a transmission is in flight that is neither answered nor lost.</summary>
    public bool IsOut { get; set; }

    /// <summary>Whether it takes a place of the window and of its chip, while it is in flight.</summary>
    public bool HoldsPlace { get; set; }

    /// <summary>Until when it does, if it must not be repeated: by then the board has answered it or lost it.</summary>
    public long PlaceUntil { get; set; }

    /// <summary>How often its retransmission timeout was extended because this computer was late or replies waited to be read.</summary>
    public int Deferrals { get; set; }

    /// <summary>Whether its retransmission waited for the retransmission of a later request.</summary>
    public bool HasWaitedForProbe { get; set; }

    public int Sends { get; set; }

    public int Replies { get; set; }

    /// <summary>How often its retransmission timeout ran out while this computer was listening.</summary>
    public int Heard { get; set; }

    /// <summary>The number of transmissions that this computer refused.</summary>
    public int Unsent { get; set; }

    /// <summary>The reason of the last refusal.</summary>
    public SpinnakerConnectionException? SendError { get; set; }

    /// <summary>The number of replies to later requests to the same chip since its last transmission.</summary>
    public int OvertakenBy { get; set; }

    /// <summary>The number of its last transmission, counted over the connection.</summary>
    public long Order { get; set; }

    /// <summary>The number of its first transmission.</summary>
    public long FirstOrder { get; set; }

    public long FirstSent { get; set; }

    public long LastSent { get; set; }

    /// <summary>When its retransmission timeout runs out.</summary>
    public long Deadline { get; set; }

    public TimeSpan LastTimeout { get; set; }

    /// <summary>The last "try again" answer.</summary>
    public ScpResult? LastRefusal { get; set; }

    /// <summary>How often it had been sent when this answer came.</summary>
    public int RefusedSends { get; set; }

    /// <summary>When this answer came.</summary>
    public long RefusedAt { get; set; }

    /// <summary>Whether this answer was the last news, and it has not been sent again since.</summary>
    public bool IsRefused => LastRefusal is not null && RefusedSends == Sends;

    /// <summary>The facts for the resend policy, once the request is with it.</summary>
    public RecoveryState? Recovery { get; set; }

    /// <summary>Its neighbours in the list of requests in flight to the same chip, in the order of their last transmissions.</summary>
    public RequestEntry? SentBefore { get; set; }

    public RequestEntry? SentAfter { get; set; }

    public bool IsRepeatable => Traits.Repeatability == Repeatability.Repeatable;

    /// <summary>Whether a fast retransmit is possible: it is answered at once, and may be sent again.</summary>
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
