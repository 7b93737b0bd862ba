using System.Net;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Transport;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Live.Receiving;

/// <summary>Takes the datagrams of one socket: decodes them once, counts them, and hands the events to those who want them.</summary>
internal sealed class EventReceiver : IDatagramSink
{
    private const int UnknownKeysKept = 16;

    /// <summary>So many datagrams at most have the same time stamp.</summary>
    private const int AtOnce = 32;

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly SpikeDecoder _decoder;
    private readonly JitterMeter _jitter;
    private readonly LabelMeter[] _meters;
    private readonly SpikeHub _hub;
    private readonly SpikePublisher _publisher;
    private readonly Dictionary<IPAddress, SenderCounts> _senders;
    private readonly SenderCounts _strangers = new();
    private readonly List<uint> _unknownKeys = [];
    private IPEndPoint? _lastSender;
    private SenderCounts? _lastCounts;
    private long _datagrams;
    private long _events;
    private long _unknown;
    private long _malformed;
    private string? _lastMalformed;

    // The datagrams of one system call came at one time.
    private long? _now;
    private int _atOnce;

    // Blocks of one label and one tick that came at once, and are not yet counted by label.
    private int _pendingLabel;
    private long? _pendingTick;
    private int _pendingEvents;
    private int _pendingDatagrams;

    public EventReceiver(TimeProvider clock, KeyMap keys, TimeSpan tickLength, LabelMeter[] meters, JitterMeter jitter, SpikeHub hub, IEnumerable<IPAddress> boards, bool isPlain = false)
    {
        _clock = clock;
        Ticks = new TickUnwrapper(clock, tickLength);
        _decoder = new SpikeDecoder(keys, Ticks, isPlain);
        _meters = meters;
        _jitter = jitter;
        _hub = hub;
        _publisher = hub.OpenPublisher();
        _senders = boards.Distinct().ToDictionary(static board => board, static _ => new SenderCounts());
    }

    public TickUnwrapper Ticks { get; }

    public void Accept(ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        if (++_atOnce > AtOnce)
            EndMoment();

        long now = _now ??= _clock.GetTimestamp();
        if (!_decoder.TryDecode(datagram, now, out PacketError error))
        {
            CountMalformed(sender, error);
            return;
        }

        SenderCounts counts = CountsOf(sender);
        int events = _decoder.Count + _decoder.UnknownCount;
        if (events == 0)
            return;

        // One thread receives from a socket, and any may look.
        Volatile.Write(ref _datagrams, _datagrams + 1);
        Volatile.Write(ref _events, _events + events);
        counts.Add(events);
        if (_decoder.UnknownCount > 0)
            CountUnknown(_decoder.Unknown);

        if (_decoder.IsBlock)
        {
            SpikeBlock block = _decoder.Block;
            CountBlock(block.Label, _decoder.Tick, block.Keys.Length);
            _publisher.Publish(block);
            return;
        }

        CountPending();
        if (_decoder.Tick is { } tick)
            _jitter.Add(tick, now);

        ReadOnlySpan<Spike> spikes = _decoder.Spikes;
        if (spikes.IsEmpty)
            return;

        CountLabels(spikes);
        _publisher.Publish(spikes);
    }

    /// <summary>Called when all that came at once was accepted: the readers are woken then.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        EndMoment();
        _publisher.Flush();
        _hub.Wake();
        return _hub.WaitForRoomAsync(cancellationToken);
    }

    /// <summary>The data that came from a board by this socket.</summary>
    public (long Datagrams, long Events) ReceivedFrom(IPAddress board) => _senders.TryGetValue(board, out SenderCounts? counts) ? counts.Values : default;

    /// <summary>The data that came from unknown senders.</summary>
    public (long Datagrams, long Events) ReceivedFromStrangers => _strangers.Values;

    public ReceiveCounts AddTo(ReceiveCounts counts)
    {
        lock (_gate)
        {
            return counts with
            {
                Datagrams = counts.Datagrams + Volatile.Read(ref _datagrams),
                Events = counts.Events + Volatile.Read(ref _events),
                UnknownEvents = counts.UnknownEvents + _unknown,
                UnknownKeys = [.. counts.UnknownKeys.Union(_unknownKeys).Take(UnknownKeysKept)],
                Malformed = counts.Malformed + _malformed,
                LastMalformed = _lastMalformed ?? counts.LastMalformed,
                FromStrangers = counts.FromStrangers + _strangers.Values.Datagrams,
            };
        }
    }

    private SenderCounts CountsOf(IPEndPoint sender)
    {
        // The object is the same for as long as the sender is.
        if (!ReferenceEquals(sender, _lastSender) || _lastCounts is null)
            (_lastSender, _lastCounts) = (sender, _senders.GetValueOrDefault(sender.Address, _strangers));

        return _lastCounts;
    }

    private void CountBlock(int label, long? tick, int events)
    {
        if (_pendingDatagrams > 0 && (label != _pendingLabel || tick != _pendingTick))
            CountPending();

        (_pendingLabel, _pendingTick) = (label, tick);
        _pendingEvents += events;
        _pendingDatagrams++;
    }

    private void EndMoment()
    {
        CountPending();
        (_now, _atOnce) = (null, 0);
    }

    private void CountPending()
    {
        if (_pendingDatagrams == 0)
            return;

        _meters[_pendingLabel].Add(_pendingEvents, _pendingTick);
        if (_pendingTick is { } tick)
            _jitter.Add(tick, _now!.Value, _pendingDatagrams);

        (_pendingEvents, _pendingDatagrams) = (0, 0);
    }

    private void CountLabels(ReadOnlySpan<Spike> spikes)
    {
        if (_decoder.IsUniform)
        {
            _meters[spikes[0].Label].Add(spikes.Length, spikes[0].Tick);
            return;
        }

        int start = 0;
        for (int index = 1; index <= spikes.Length; index++)
        {
            if (index < spikes.Length && spikes[index].Label == spikes[start].Label && spikes[index].Tick == spikes[start].Tick)
                continue;

            _meters[spikes[start].Label].Add(index - start, spikes[start].Tick);
            start = index;
        }
    }

    private void CountUnknown(ReadOnlySpan<uint> keys)
    {
        lock (_gate)
        {
            _unknown += keys.Length;
            foreach (uint key in keys)
            {
                if (_unknownKeys.Count >= UnknownKeysKept)
                    return;

                if (!_unknownKeys.Contains(key))
                    _unknownKeys.Add(key);
            }
        }
    }

    private void CountMalformed(IPEndPoint sender, in PacketError error)
    {
        lock (_gate)
        {
            // A text for each would let a flood of rubbish cost more than the events.
            if (_malformed++ % 1024 == 0)
                _lastMalformed = $"from {sender}: {error}";
        }
    }

    /// <summary>The data that came from one board. One thread counts, any thread may look.</summary>
    private sealed class SenderCounts
    {
        private long _datagrams;
        private long _events;

        public (long Datagrams, long Events) Values => (Volatile.Read(ref _datagrams), Volatile.Read(ref _events));

        public void Add(int events)
        {
            Volatile.Write(ref _datagrams, _datagrams + 1);
            Volatile.Write(ref _events, _events + events);
        }
    }
}
