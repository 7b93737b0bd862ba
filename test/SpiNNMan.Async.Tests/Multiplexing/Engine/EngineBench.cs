using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Multiplexing.Engine;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Tests.Multiplexing.Engine;

/// <summary>A request engine on a bench: events are given to it by hand, and what comes of them is looked at. No lock, no socket, no clock, no task.</summary>
internal sealed class EngineBench
{
    private readonly DatagramPool _pool = new(maxDatagramSize: 320);
    private readonly HashSet<Entry> _completed = [];

    public EngineBench(int window = 8, int remoteChipWindow = int.MaxValue)
    {
        Settings = new EngineSettings
        {
            MaxWindow = window,
            InitialTimeout = TimeSpan.FromMilliseconds(250),
            MinTimeout = TimeSpan.FromMilliseconds(10),
            MaxTimeout = TimeSpan.FromSeconds(1),
            GiveUpAfter = TimeSpan.FromSeconds(5),
            ResendWhenOvertakenBy = 4,
            RemoteChipWindow = remoteChipWindow,
            Peer = "the bench",
        };
        Engine = new RequestEngine(Settings, () => new Entry());
    }

    public EngineSettings Settings { get; }

    public RequestEngine Engine { get; }

    /// <summary>The time, in ticks.</summary>
    public long Now { get; set; }

    public Effects Effects { get; } = new();

    /// <summary>Buffers in use.</summary>
    public int Outstanding => _pool.Outstanding;

    /// <summary>Every request that was ever submitted.</summary>
    public List<Entry> Entries { get; } = [];

    public Entry Submit(Repeatability repeatability, byte core = 0, ChipLocation chip = default, bool isQuestion = false, TimeoutClass timeoutClass = TimeoutClass.Prompt)
    {
        var entry = new Entry { IsQuestion = isQuestion };
        entry.Prepare(_pool.Rent(), new RequestTraits(ScpCommand.Write, new SdpEndpoint(new CoreLocation(chip.X, chip.Y, core), 0), repeatability, timeoutClass, AcceptsNoReply: false));
        Entries.Add(entry);
        if (!Engine.TrySubmit(entry, Now))
        {
            entry.Request!.Dispose();
            entry.Request = null;
            entry.Outcome = new InvalidOperationException("The engine is closed.");
        }

        return entry;
    }

    /// <summary>Takes what is to be sent.</summary>
    public SendBatch? Take() => Engine.TryTakeOutgoing(Now);

    /// <summary>Says that it was sent.</summary>
    public void Sent()
    {
        Engine.OnSent(Now, Effects);
        Look();
    }

    /// <summary>Sends everything that is to be sent.</summary>
    public void SendAll()
    {
        while (Take() is not null)
            Sent();
    }

    public ReplyFate Reply(Entry entry, ScpResult result = ScpResult.Ok) => Reply(entry.Sequence, entry.Traits.Destination, result);

    public ReplyFate Reply(ushort sequence, SdpEndpoint source, ScpResult result = ScpResult.Ok)
    {
        Datagram datagram = _pool.Rent();
        var header = new SdpHeader(SdpFlags.ReplyNotExpected, SdpHeader.NoTag, SdpEndpoint.Host(default), source);
        ReplyFate fate = Engine.OnReply(header, result, sequence, datagram, Now, Effects);
        if (fate != ReplyFate.Taken)
            datagram.Dispose();

        Engine.OnRepliesEnd(Now, Effects);
        Look();
        return fate;
    }

    public void Tick(bool hasUnread = false)
    {
        Engine.OnTick(Now, hasUnread, Effects);
        Look();
    }

    /// <summary>Ticks whenever the engine wants to be told the time, until then.</summary>
    public void TickUntil(long time)
    {
        while (Engine.NextTick <= time)
        {
            Now = Math.Max(Now, Engine.NextTick);
            Tick();
        }

        Now = Math.Max(Now, time);
    }

    /// <summary>An attempt of the resend policy runs out of time now.</summary>
    public bool AttemptTimesOut(RecoveryState recovery)
    {
        Now = recovery.Due;
        bool wasHeard = Engine.OnAttemptTimeout(recovery, Now, hasUnread: false, Effects);
        Look();
        return wasHeard;
    }

    public bool Cancel(Entry entry)
    {
        bool isCancelled = Engine.TryCancel(entry, new OperationCanceledException(), Now, Effects);
        Look();
        return isCancelled;
    }

    public void Unreachable()
    {
        Engine.OnUnreachable(static () => new InvalidOperationException("Unreachable."), Now, Effects);
        Look();
    }

    public void Close()
    {
        Engine.Close(static () => new InvalidOperationException("Closed."), Now, Effects);
        Look();
    }

    /// <summary>Lets the resend policy send a request again.</summary>
    public bool Resend(RecoveryState recovery, TimeSpan? timeout = null)
    {
        recovery.Timeout = timeout ?? TimeSpan.FromMilliseconds(250);
        recovery.Due = Now + recovery.Timeout.Ticks;
        return Engine.TryResend(recovery, Now);
    }

    public void EndPolicy(RecoveryState recovery, Exception? fault = null)
    {
        Engine.OnPolicyEnded(recovery, fault, Now, Effects);
        Look();
    }

    /// <summary>Looks at what came of an event, and keeps it.</summary>
    private void Look()
    {
        foreach ((RecoveryState recovery, AttemptOutcome? outcome) in Effects.Recoveries)
        {
            if (outcome is null)
                ((Entry)recovery.Entry).Begun = recovery;
        }

        foreach (Effects.Completion completion in Effects.Completions)
        {
            var entry = (Entry)completion.Entry;
            if (!_completed.Add(entry))
                throw new InvalidOperationException($"Request {entry.Sequence} was completed twice.");

            entry.Outcome = completion.Error;
            entry.IsAnswered = completion.Reply is not null;
            completion.Reply?.Dispose();
        }

        Asked = Effects.Asked;
        LastEffects = (Effects.Completions.Count, Effects.Recoveries.Count);
        Effects.Clear();
    }

    /// <summary>The chip that the last event had asked whether the board is there.</summary>
    public ChipLocation? Asked { get; private set; }

    /// <summary>How many requests ended, and how many recoveries began or heard something, with the last event.</summary>
    public (int Completions, int Recoveries) LastEffects { get; private set; }

    /// <summary>A request without a caller.</summary>
    internal sealed class Entry : RequestEntry
    {
        /// <summary>The error it ended with.</summary>
        public Exception? Outcome { get; set; }

        /// <summary>Whether it ended with a reply.</summary>
        public bool IsAnswered { get; set; }

        /// <summary>The recovery that began last.</summary>
        public RecoveryState? Begun { get; set; }

        /// <summary>How often the board refused it.</summary>
        public int Refusals { get; set; }

        public bool IsOver => IsAnswered || Outcome is not null;

        public void Prepare(Datagram request, in RequestTraits traits)
        {
            Request = request;
            Traits = traits;
        }
    }
}
