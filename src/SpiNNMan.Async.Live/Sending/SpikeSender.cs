using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Live.Databases;
using SpiNNMan.Async.Threading;

namespace SpiNNMan.Async.Live.Sending;

/// <summary>Sends events to an injector: by atom or by key, to the core that has them.</summary>
/// <remarks>
/// Any number of callers may use it at once. What is sent at a time goes in as few datagrams as it takes; a board gets no more datagrams than its pace allows, and the labels that want to send take turns. Made by
/// <c>LiveRun.Send</c>. Protocol: live.md, "Injectors".
/// </remarks>
public sealed class SpikeSender
{
    private readonly Lock _gate = new();
    private readonly Population _population;
    private readonly InjectorLine[] _lines;
    private readonly Func<InjectorLine, BoardPacer> _pacerOf;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _gatherFor;
    private readonly CancellationToken _closing;
    private bool _isFlushing;

    internal SpikeSender(Population population, InjectorLine[] lines, Func<InjectorLine, BoardPacer> pacerOf, TimeProvider clock, TimeSpan gatherFor, CancellationToken closing)
    {
        (_population, _lines, _pacerOf, _clock, _gatherFor, _closing) = (population, lines, pacerOf, clock, gatherFor, closing);
    }

    /// <summary>The label.</summary>
    public string Label => _population.Label;

    /// <summary>How many datagrams a second the board of its first core gets at present.</summary>
    public double DatagramsPerSecond => _pacerOf(_lines[0]).Rate;

    /// <summary>The counts of sent data.</summary>
    public SendCounts Counts => _lines.Aggregate(SendCounts.None, static (sum, line) => sum.Plus(line.Counts));

    /// <summary>Why the last posted events could not be sent; <see langword="null"/> if they could.</summary>
    public Exception? LastError { get; private set; }

    internal IReadOnlyList<InjectorLine> Lines => _lines;

    /// <summary>Sets how many datagrams a second the boards of this label get, for all labels together.</summary>
    /// <param name="datagramsPerSecond">The rate, 1 to 1,000,000.</param>
    /// <returns>This.</returns>
    /// <exception cref="InvalidParameterException">The rate is out of range.</exception>
    public SpikeSender PaceAt(double datagramsPerSecond)
    {
        if (datagramsPerSecond is not (>= 1 and <= 1_000_000))
            throw new InvalidParameterException(nameof(datagramsPerSecond), datagramsPerSecond, "it must be 1 to 1,000,000");

        foreach (BoardPacer pacer in _lines.Select(_pacerOf).Distinct())
            pacer.Rate = datagramsPerSecond;

        return this;
    }

    /// <summary>Sends events of some atoms now.</summary>
    /// <param name="atoms">The atoms, in the order they are to be sent in.</param>
    /// <param name="cancellationToken">Ends the waiting for the pace; what has been sent is.</param>
    /// <returns>Ends when they have left this computer. That they arrive is another matter: the report of the run tells.</returns>
    /// <exception cref="InvalidParameterException">There is no such atom. Nothing is sent.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    public Task SendAsync(IReadOnlyList<int> atoms, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(atoms);
        return SendEachAsync(new EventSources.Atoms(atoms), cancellationToken);
    }

    /// <summary>Sends an event of one atom now.</summary>
    /// <inheritdoc cref="SendAsync(IReadOnlyList{int}, CancellationToken)"/>
    public Task SendAsync(int atom, CancellationToken cancellationToken = default) => SendEachAsync(new EventSources.Atom(atom), cancellationToken);

    /// <summary>Sends events with payloads now, as robots and rates take them.</summary>
    /// <param name="events">Atoms and payloads.</param>
    /// <param name="cancellationToken">Ends the waiting for the pace; what has been sent is.</param>
    /// <inheritdoc cref="SendAsync(IReadOnlyList{int}, CancellationToken)"/>
    public Task SendAsync(IReadOnlyList<(int Atom, uint Payload)> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return SendEachAsync(new EventSources.Payloads(events), cancellationToken);
    }

    /// <summary>Sends events by their keys now.</summary>
    /// <param name="keys">Keys of this label's atoms.</param>
    /// <param name="cancellationToken">Ends the waiting for the pace; what has been sent is.</param>
    /// <exception cref="InvalidParameterException">A key is none of this label's: injectors drop those. Nothing is sent.</exception>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    public Task SendKeysAsync(IReadOnlyList<uint> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return SendEachAsync(new EventSources.Keys(keys), cancellationToken);
    }

    /// <summary>Sets the rates of a Poisson source, whose control this label is.</summary>
    /// <param name="rates">Atoms, and rates in events a second, 0 to 65,535.</param>
    /// <param name="cancellationToken">Ends the waiting for the pace; what has been sent is.</param>
    /// <inheritdoc cref="SendAsync(IReadOnlyList{int}, CancellationToken)"/>
    public Task SetRatesAsync(IReadOnlyList<(int Atom, double Rate)> rates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rates);
        return SendEachAsync(new EventSources.Payloads([.. rates.Select(static one => (one.Atom, FixedPoint.Encode(one.Rate, nameof(rates))))]), cancellationToken);
    }

    /// <summary>Sends events to the send buffers of the cores, which send them at exactly a tick.</summary>
    /// <param name="atoms">The atoms.</param>
    /// <param name="tick">The tick. One that is over means at once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <remarks>Messages leave a buffer in the order they came in: send for early ticks first. Each is sent more than once (<see cref="SendOptions.TimedCopies"/>), since nobody can know in time that one was lost.</remarks>
    /// <exception cref="InjectorException">A core has no send buffer. Nothing is sent to it.</exception>
    /// <inheritdoc cref="SendAsync(IReadOnlyList{int}, CancellationToken)"/>
    public async Task SendAtAsync(IReadOnlyList<int> atoms, uint tick, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(atoms);
        foreach (IGrouping<InjectorLine, uint> group in atoms.Select(atom => Find(atom, payload: null)).ToLookup(static one => one.Line, static one => one.Key))
            await group.Key.SendAtAsync([.. group], tick, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Posts an event: it goes with the others of the same tick in one datagram, and nobody waits for it.</summary>
    /// <param name="atom">The atom.</param>
    /// <param name="payload">The payload; none by default.</param>
    /// <returns><see langword="false"/> if too many wait already; counted in <see cref="SendCounts.Refused"/>.</returns>
    /// <exception cref="InvalidParameterException">There is no such atom.</exception>
    /// <exception cref="ObjectDisposedException">The run is closed.</exception>
    public bool Post(int atom, uint? payload = null)
    {
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        (InjectorLine line, uint key, _) = Find(atom, payload);
        if (!line.Post(key, payload))
            return false;

        lock (_gate)
        {
            if (_isFlushing)
                return true;

            _isFlushing = true;
        }

        // It ends by itself, and throws nothing.
        _ = FlushLaterAsync();
        return true;
    }

    /// <summary>Sends what was posted, without waiting for the end of the tick.</summary>
    /// <param name="cancellationToken">Ends the waiting for the pace.</param>
    /// <exception cref="SpinnakerConnectionException">The network reported an error.</exception>
    /// <exception cref="ObjectDisposedException">The run is closed.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        foreach (InjectorLine line in _lines)
            await line.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task FlushLaterAsync()
    {
        try
        {
            await Pause.ForAsync(_gatherFor, _clock, _closing).ConfigureAwait(false);
            lock (_gate)
                _isFlushing = false;

            await FlushAsync(_closing).ConfigureAwait(false);
            LastError = null;
        }
        catch (Exception exception) when (exception is SpinnakerException or OperationCanceledException or ObjectDisposedException)
        {
            LastError = exception;
            lock (_gate)
                _isFlushing = false;
        }
    }

    private Task SendEachAsync<TSource>(TSource events, CancellationToken cancellationToken)
        where TSource : struct, IEventSource
    {
        if (_lines is [var only])
            return only.SendAllAsync(events, _population, cancellationToken);

        // All of them are looked up before any is sent.
        var concerned = new bool[_lines.Length];
        for (int index = 0; index < events.Count; index++)
        {
            int line = LineOf(events, index);
            if (line < 0)
                throw events.Explain(index, _population);

            concerned[line] = true;
        }

        return SendToAsync(concerned, events, cancellationToken);
    }

    // A method of its own: what the delegates hold would be allocated for the single line as well.
    private Task SendToAsync<TSource>(bool[] concerned, TSource events, CancellationToken cancellationToken)
        where TSource : struct, IEventSource =>
        Task.WhenAll(_lines.Where((_, index) => concerned[index]).Select(line => line.SendAsync(events, cancellationToken)));

    private int LineOf<TSource>(in TSource events, int index)
        where TSource : struct, IEventSource
    {
        for (int line = 0; line < _lines.Length; line++)
        {
            if (events.TryGet(index, _lines[line].Keys, out _, out _))
                return line;
        }

        return -1;
    }

    private (InjectorLine Line, uint Key, uint? Payload) Find(int atom, uint? payload)
    {
        var events = new EventSources.Atom(atom);
        int line = LineOf(events, 0);
        if (line < 0)
            throw events.Explain(0, _population);

        _lines[line].Keys.TryGetKey(atom, out uint key);
        return (_lines[line], key, payload);
    }
}
