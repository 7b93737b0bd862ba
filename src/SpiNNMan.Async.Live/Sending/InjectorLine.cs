using System.Net;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Control;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>The way to one core of an injector.</summary>
internal sealed class InjectorLine
{
    private const int MostPosted = 1 << 16;

    private readonly Lock _lock = new();
    private readonly SimulationCores _cores;
    private readonly BoardPacer _pacer;
    private readonly IPEndPoint _board;
    private readonly EventMessage _message;
    private readonly AsyncGate _gate;
    private readonly int _label;
    private readonly TimedMessages _timed;
    private readonly string _name;
    private List<(uint Key, uint? Payload)> _posted = [];
    private InjectorSettings? _settings;
    private SdpConnection? _connection;
    private long _datagrams;
    private long _events;
    private long _timedDatagrams;
    private long _timedEvents;
    private long _failedEvents;
    private long _refused;

    public InjectorLine(int label, string name, PopulationPart part, CoreLocation core, SimulationCores cores, IPEndPoint board, BoardPacer pacer, int timedCopies)
    {
        (_label, _name, _cores, _board, _pacer) = (label, name, cores, board, pacer);
        Core = core;
        Keys = new PartKeys(part);
        _message = new EventMessage(core);
        _gate = new AsyncGate(cores.Links.IsInline);
        _timed = new TimedMessages(core, timedCopies);
    }

    public PartKeys Keys { get; }

    public CoreLocation Core { get; }

    public IPEndPoint Board => _board;

    public SendCounts Counts
    {
        get
        {
            lock (_lock)
                return new SendCounts(_datagrams, _events, _timedDatagrams, _timedEvents, _failedEvents, _refused);
        }
    }

    /// <summary>Sends those of some events that are this core's, in as few datagrams as they take.</summary>
    public async Task SendAsync<TSource>(TSource events, CancellationToken cancellationToken)
        where TSource : struct, IEventSource
    {
        SdpConnection connection = _connection ??= await _cores.Links.EventsToAsync(_board).ConfigureAwait(false);
        await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (int index = 0; index < events.Count; index++)
            {
                if (!events.TryGet(index, Keys, out uint key, out uint? payload) || _message.TryAdd(key, payload))
                    continue;

                await FinishAsync(connection, cancellationToken).ConfigureAwait(false);
                _message.TryAdd(key, payload);
            }

            await FinishAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _message.Clear();
            _gate.Leave();
        }
    }

    /// <summary>Sends events that are all this core's. If one is not, none is sent.</summary>
    /// <param name="events">The events.</param>
    /// <param name="population">The source of the events.</param>
    /// <param name="cancellationToken">Ends the waiting for the pace.</param>
    public async Task SendAllAsync<TSource>(TSource events, Population population, CancellationToken cancellationToken)
        where TSource : struct, IEventSource
    {
        SdpConnection connection = _connection ??= await _cores.Links.EventsToAsync(_board).ConfigureAwait(false);
        await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Most calls send one datagram, for which each event is looked up once.
            int sent = AddFrom(events, 0, population);
            for (int index = sent; index < events.Count; index++)
                RequireKey(events, index, population);

            while (_message.Count > 0)
            {
                await FinishAsync(connection, cancellationToken).ConfigureAwait(false);
                sent = AddFrom(events, sent, population);
            }
        }
        finally
        {
            _message.Clear();
            _gate.Leave();
        }
    }

    /// <summary>Keeps an event for the next flush.</summary>
    /// <returns>Whether there was room.</returns>
    public bool Post(uint key, uint? payload)
    {
        lock (_lock)
        {
            if (_posted.Count >= MostPosted)
            {
                _refused++;
                return false;
            }

            _posted.Add((key, payload));
            return true;
        }
    }

    /// <summary>Sends what was posted.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        List<(uint Key, uint? Payload)> events;
        lock (_lock)
        {
            if (_posted.Count == 0)
                return Task.CompletedTask;

            (events, _posted) = (_posted, []);
        }

        return SendAsync(new EventSources.Found(events), cancellationToken);
    }

    /// <summary>Sends events to the send buffer, for a tick.</summary>
    public async Task SendAtAsync(IReadOnlyList<uint> keys, uint tick, CancellationToken cancellationToken)
    {
        InjectorSettings settings = await GetSettingsAsync(cancellationToken).ConfigureAwait(false);
        if (settings.BufferBytes == 0)
            throw new InjectorException(_name, Core, "has no send buffer: it would take events for a later tick for errors. Load it with a buffer, as spike sources have, or send the events when they are due.");

        SdpConnection connection = _connection ??= await _cores.Links.EventsToAsync(_board).ConfigureAwait(false);
        await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (int start = 0; start < keys.Count; start += EventMessage.MostTimedEvents)
            {
                uint[] some = [.. keys.Skip(start).Take(EventMessage.MostTimedEvents)];
                foreach (ReadOnlyMemory<byte> datagram in _timed.Add(some, tick))
                {
                    await _pacer.TakeTurnAsync(_label, cancellationToken).ConfigureAwait(false);
                    await connection.SendAsync(datagram, CancellationToken.None).ConfigureAwait(false);
                    Count(timedDatagrams: 1);
                }

                Count(timedEvents: some.Length);
            }

            foreach (ReadOnlyMemory<byte> datagram in _timed.Repeat())
            {
                await _pacer.TakeTurnAsync(_label, cancellationToken).ConfigureAwait(false);
                await connection.SendAsync(datagram, CancellationToken.None).ConfigureAwait(false);
                Count(timedDatagrams: 1);
            }
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Asks the core how it is configured, once.</summary>
    /// <exception cref="InjectorException">It has no configuration, or would drop everything.</exception>
    public async Task<InjectorSettings> GetSettingsAsync(CancellationToken cancellationToken)
    {
        if (_settings is { } known)
            return known;

        uint[] words = await _cores.ReadRegionAsync(Core, InjectorSettings.Region, 0, InjectorSettings.Words, cancellationToken).ConfigureAwait(false)
            ?? throw new InjectorException(_name, Core, "has no table of data as tool chains make it: nothing is known about its send buffer.");
        var settings = InjectorSettings.Of(words);
        if (!settings.HasKey)
            throw new InjectorException(_name, Core, "has no outgoing connection in the network, and drops whatever it gets.");

        return _settings = settings;
    }

    /// <summary>Adds events to the message, as many as go in.</summary>
    /// <returns>The first that does not.</returns>
    private int AddFrom<TSource>(in TSource events, int first, Population population)
        where TSource : struct, IEventSource
    {
        int count = events.Count;
        for (int index = first; index < count; index++)
        {
            index += _message.TakeFromRoom(events.TryGetKeys(index, Keys, _message.Room));
            if (index == count)
                break;

            if (!events.TryGet(index, Keys, out uint key, out uint? payload))
                throw events.Explain(index, population);

            if (!_message.TryAdd(key, payload))
                return index;
        }

        return count;
    }

    private void RequireKey<TSource>(in TSource events, int index, Population population)
        where TSource : struct, IEventSource
    {
        if (!events.TryGet(index, Keys, out _, out _))
            throw events.Explain(index, population);
    }

    private async ValueTask FinishAsync(SdpConnection connection, CancellationToken cancellationToken)
    {
        int count = _message.Count;
        if (count == 0)
            return;

        await _pacer.TakeTurnAsync(_label, cancellationToken).ConfigureAwait(false);
        try
        {
            await connection.SendAsync(_message.Finish(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (SpinnakerConnectionException exception) when (exception is not SpinnakerConnectionClosedException)
        {
            Count(failed: count);
            throw new SpinnakerConnectionException($"Events for '{_name}' on core {Core} could not be sent: {exception.Message}", exception);
        }

        Count(datagrams: 1, events: count);
    }

    private void Count(int datagrams = 0, int events = 0, int timedDatagrams = 0, int timedEvents = 0, int failed = 0)
    {
        lock (_lock)
        {
            _datagrams += datagrams;
            _events += events;
            _timedDatagrams += timedDatagrams;
            _timedEvents += timedEvents;
            _failedEvents += failed;
        }
    }
}
