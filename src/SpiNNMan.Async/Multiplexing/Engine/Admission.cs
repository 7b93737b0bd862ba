using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Whether the next request may go: the queue, the congestion window, the limits of chips, and the places of requests that were cancelled.</summary>
internal sealed class Admission(EngineSettings settings)
{
    /// <summary>What a board is known to take: it has eight places for requests that it has not answered.</summary>
    public const int InitialWindow = 8;

    private readonly SendQueue _queue = new();

    /// <summary>Requests that were cancelled in flight and that the board, as far as is known, has yet to answer, with the time until which that is believed.</summary>
    /// <remarks>They take places of the board, and so of the window. If what comes next were sent at once, a board would lose it.</remarks>
    private readonly Dictionary<ushort, long> _cancelled = [];

    private readonly Dictionary<ChipLocation, Destination> _destinations = [];
    private ChipLocation _home = ChipLocation.Root;
    private int _places;
    private ChipLocation _lastChip;
    private Destination? _last;

    /// <summary>The congestion window: how many may be in flight.</summary>
    public CongestionWindow Window { get; } = new(Math.Min(InitialWindow, settings.MaxWindow), settings.MaxWindow);

    public int InFlight { get; private set; }

    public int MostInFlight { get; private set; }

    /// <summary>How many wait; a transfer counts as one.</summary>
    public int Queued => _queue.Count;

    /// <summary>Places taken by requests that were cancelled.</summary>
    public int Cancelled => _cancelled.Count;

    /// <summary>The chip asked last.</summary>
    public Destination? LastDestination => _last;

    /// <summary>Whether the board has been given up, and one request for each monitor finds out whether it is back.</summary>
    public bool IsProbing => _queue.IsProbing;

    public void Enqueue(QueueEntry entry) => _queue.Add(entry);

    public void RemoveQueued(QueueEntry entry) => _queue.Remove(entry);

    /// <summary>Any one of those who wait.</summary>
    public QueueEntry? AnyQueued() => _queue.Any(_destinations.Values);

    /// <summary>Takes out the one whose turn it is, if there is a place for it.</summary>
    public QueueEntry? TryTake() => _places + _cancelled.Count < Window.Value ? _queue.TryTake() : null;

    public void Enter(RequestEntry entry)
    {
        if (!entry.IsQuestion)
        {
            InFlight++;
            _places++;
        }

        MostInFlight = Math.Max(MostInFlight, InFlight);
        entry.HoldsPlace = true;
        entry.Destination.Add(entry);
    }

    public void Leave(RequestEntry entry)
    {
        if (!entry.IsQuestion)
            InFlight--;

        ReleasePlace(entry);
        entry.Destination.Remove(entry);
    }

    /// <summary>A request takes no place any more, neither of the window nor of its chip.</summary>
    public void ReleasePlace(RequestEntry entry)
    {
        if (!entry.HoldsPlace)
            return;

        entry.HoldsPlace = false;
        if (!entry.IsQuestion)
            _places--;

        entry.Destination.Release(entry);
        _queue.NoteRoom(entry.Destination);
    }

    /// <summary>A request that took no place any more is sent again.</summary>
    public void RetakePlace(RequestEntry entry)
    {
        if (entry.HoldsPlace)
            return;

        entry.HoldsPlace = true;
        _places++;
        entry.Destination.Retake(entry);
    }

    /// <summary>A request that was cancelled keeps its place until it is answered, but no longer than one round trip.</summary>
    /// <returns>When that is over.</returns>
    public long KeepPlace(ushort sequence, Destination destination, long now)
    {
        TimeSpan roundTrip = destination.Estimator.RoundTrip ?? TimeSpan.Zero;
        long until = now + (roundTrip > settings.MinTimeout ? roundTrip : settings.MinTimeout).Ticks;
        _cancelled[sequence] = until;
        return until;
    }

    /// <summary>A request that was cancelled has been answered.</summary>
    public bool FreePlace(ushort sequence) => _cancelled.Remove(sequence);

    /// <summary>The board holds nothing any more.</summary>
    public void FreeAllPlaces() => _cancelled.Clear();

    /// <summary>Believes no longer that an answer comes to what was cancelled long ago.</summary>
    /// <returns>When the next place is free.</returns>
    public long FreePlacesOf(long now)
    {
        long next = long.MaxValue;
        foreach ((ushort sequence, long until) in _cancelled)
        {
            if (until <= now)
                _cancelled.Remove(sequence);
            else
                next = Math.Min(next, until);
        }

        return next;
    }

    /// <summary>Adds those who wait and whose time is up to <paramref name="expired"/>.</summary>
    /// <returns>When the next one's will be.</returns>
    public long ListExpired(Func<QueueEntry, long> deadlineOf, long now, List<QueueEntry> expired) =>
        _queue.ListExpired(_destinations.Values, deadlineOf, now, expired);

    /// <summary>The board was given up.</summary>
    public void BeginProbing() => _queue.IsProbing = true;

    /// <summary>The board is back.</summary>
    public void EndProbing()
    {
        _queue.IsProbing = false;
        foreach (Destination destination in _destinations.Values)
            _queue.NoteRoom(destination);
    }

    public Destination DestinationOf(ChipLocation chip)
    {
        if (_last is not null && _lastChip == chip)
            return _last;

        if (!_destinations.TryGetValue(chip, out Destination? destination))
            _destinations.Add(chip, destination = new Destination(settings) { Limit = LimitOf(chip) });

        _lastChip = chip;
        _last = destination;
        return destination;
    }

    /// <summary>The chip, if anything was ever sent to it.</summary>
    public Destination? FindDestination(ChipLocation chip) => _destinations.GetValueOrDefault(chip);

    /// <summary>The chip with the board's Ethernet, as far as that is known.</summary>
    public ChipLocation Home => _home;

    /// <summary>Says which chip the board's Ethernet is on, as far as that is known.</summary>
    public void SetHome(ChipLocation chip)
    {
        _home = chip;
        foreach ((ChipLocation location, Destination destination) in _destinations)
        {
            destination.Limit = LimitOf(location);
            _queue.NoteRoom(destination);
        }
    }

    private int LimitOf(ChipLocation chip) => IsHome(chip) ? int.MaxValue : settings.RemoteChipWindow;

    /// <summary>Whether a chip is that of the board's Ethernet.</summary>
    public bool IsHome(ChipLocation chip) => chip == _home || chip == ChipLocation.Root || (_home == ChipLocation.Root && chip == default);
}
