using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Counting;
using SpiNNMan.Async.Live.Receiving;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>The state of the runs so far, for those who receive and those who show it.</summary>
internal sealed class LiveState(TimeProvider clock, TimeSpan window)
{
    private const int MostMessages = 32;

    private readonly Lock _gate = new();
    private readonly Queue<string> _messages = new();
    private readonly long _start = clock.GetTimestamp();
    private LiveRun? _run;
    private ReceiveCounts? _final;
    private RasterPlot?[] _plots = [];
    private TimeSpan _tickLength;
    private TimeSpan? _offset;
    private TimeSpan _begun;
    private Dictionary<string, long> _before = [];
    private TimeSpan _readAt;
    private int _tagEvents;

    /// <summary>How long the command has run.</summary>
    public TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>The last messages, with the newest at the end.</summary>
    public IReadOnlyList<string> Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages];
        }
    }

    /// <summary>Notes that a run begins.</summary>
    public void Begin(LiveRun run)
    {
        lock (_gate)
        {
            (_run, _final, _tickLength, _offset, _tagEvents) = (run, null, run.Database.TickLength, null, 0);
            (_before, _begun, _readAt) = ([], Now, Now);
            HashSet<string> received = [.. run.Labels];
            _plots = [.. run.Database.Populations.Select(population => received.Contains(population.Label) ? new RasterPlot(population.AtomCount, window) : null)];
        }
    }

    /// <summary>Notes that the run has ended. What comes later is not shown.</summary>
    public void End(RunReport report)
    {
        lock (_gate)
            _final = report.Received;
    }

    /// <summary>Adds events of the run.</summary>
    public void Add(ReadOnlySpan<Spike> spikes)
    {
        TimeSpan now = Now;
        lock (_gate)
        {
            foreach (ref readonly Spike spike in spikes)
                _plots[spike.Label]?.Add(spike.Atom, TimeOf(spike, now));
        }
    }

    /// <summary>Keeps a message for those who look.</summary>
    public void Tell(string message)
    {
        lock (_gate)
        {
            if (_messages.Count == MostMessages)
                _messages.Dequeue();

            _messages.Enqueue(PrintableText.OfLine(message));
        }
    }

    /// <summary>Reads the counts of the run, and the rates since the last reading; <see langword="null"/> before the first run.</summary>
    public LiveReading? Read()
    {
        lock (_gate)
        {
            if (_run is not { } run)
                return null;

            ReceiveCounts counts = _final ?? run.Counts;
            HashSet<string> received = [.. run.Labels];
            LabelCounts[] labels = [.. counts.Labels.Where(label => received.Contains(label.Label))];
            double seconds = Math.Max(0.001, (Now - _readAt).TotalSeconds);
            double[] rates = [.. labels.Select(label => (label.Events - _before.GetValueOrDefault(label.Label, label.Events)) / seconds)];
            _before = labels.ToDictionary(static label => label.Label, static label => label.Events, StringComparer.Ordinal);
            _readAt = Now;
            return new LiveReading(run.Number, counts, labels, rates, Now - _begun);
        }
    }

    /// <summary>Takes what happened to tags since the last time. That a tag was set is no news.</summary>
    public IReadOnlyList<TagEvent> TakeTagEvents()
    {
        lock (_gate)
        {
            TagEvent[] events = [.. _run?.TagEvents.Where(static what => what.Kind is not TagEventKind.Set) ?? []];
            TagEvent[] news = events[Math.Min(_tagEvents, events.Length)..];
            _tagEvents = events.Length;
            return news;
        }
    }

    /// <summary>Draws the events of a label.</summary>
    public string[] DrawPlot(string label, int width, int height, bool hasUnicode)
    {
        lock (_gate)
            return _run is { } run && _plots[run.Database.IndexOf(label)] is { } plot ? plot.Draw(width, height, Now, hasUnicode) : [];
    }

    /// <summary>The time of an event: by its tick, as if each had come as fast as the fastest; by the clock if it has none.</summary>
    private TimeSpan TimeOf(in Spike spike, TimeSpan now)
    {
        if (spike.Tick is not { } tick)
            return now;

        TimeSpan sinceStart = _tickLength * tick;
        if (_offset is not { } offset || now - sinceStart < offset)
            _offset = offset = now - sinceStart;

        return sinceStart + offset;
    }
}
