using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Multiplexing.Engine;

/// <summary>Decides whether the next request may be sent: the queue, the congestion window, the limits of chips, and the places of cancelled requests.</summary>
internal sealed class Admission(EngineSettings settings)
{
    /// <summary>The known limit of a board: it has eight places for requests that it has not answered.</summary>
    public const int InitialWindow = 8;

    private readonly SendQueue _queue = new();

    /// <summary>Requests that were cancelled in flight and that the board may still answer, with the end of the time in which an answer is expected.</summary>
    /// <remarks>They take places of the board, and so of the window. If the next request were sent at once, the board would lose it.</remarks>
    private Dictionary<ushort, long>? _cancelled;

    private readonly Dictionary<ChipLocation, Destination> _destinations = [];
    private ChipLocation _home = ChipLocation.Root;
    private int _places;
    private ChipLocation _lastChip;
    private Destination? _last;

    /// <summary>The congestion window: how many requests may be in flight.</summary>
    public CongestionWindow Window { get; } = new(Math.Min(InitialWindow, settings.MaxWindow), settings.MaxWindow);

    public int InFlight { get; private set; }

    /// <summary>The number of places that requests in flight take. A lost request that must not be repeated takes none.</summary>
    public int Places => _places;

    public int MostInFlight { get; private set; }

    /// <summary>How many entries wait. A transfer counts as one.</summary>
    public int Queued => _queue.Count;

    /// <summary>The number of places that cancelled requests take.</summary>
    public int Cancelled => _cancelled?.Count ?? 0;

    /// <summary>The chip of the last request.</summary>
    public Destination? LastDestination => _last;

    /// <summary>Whether the board has been given up, and one request for each monitor finds out whether it is back.</summary>
    public bool IsProbing => _queue.IsProbing;

    public void Enqueue(QueueEntry entry) => _queue.Add(entry);

    public void RemoveQueued(QueueEntry entry) => _queue.Remove(entry);

    /// <summary>Any entry that waits.</summary>
    public QueueEntry? AnyQueued() => _queue.Any(_destinations.Values);

    /// <summary>Removes the next entry in turn, if there is a place for it.</summary>
    public QueueEntry? TryTake() => Places + Cancelled < Window.Value && InFlight < settings.MostInFlight ? _queue.TryTake() : null;

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
    /// <returns>The end of that time.</returns>
    public long KeepPlace(ushort sequence, Destination destination, long now)
    {
        TimeSpan roundTrip = destination.Estimator.RoundTrip ?? TimeSpan.Zero;
        long until = now + (roundTrip > settings.MinTimeout ? roundTrip : settings.MinTimeout).Ticks;
        _cancelled ??= [];
        _cancelled[sequence] = until;
        return until;
    }

    /// <summary>A request that was cancelled has been answered.</summary>
    public bool FreePlace(ushort sequence) => _cancelled?.Remove(sequence) == true;

    /// <summary>The board holds no requests any more.</summary>
    public void FreeAllPlaces() => _cancelled?.Clear();

    /// <summary>Frees the places of requests that were cancelled too long ago to be answered.</summary>
    /// <returns>When the next place is free.</returns>
    public long FreePlacesOf(long now)
    {
        long next = long.MaxValue;
        if (_cancelled is null)
            return next;

        foreach ((ushort sequence, long until) in _cancelled)
        {
            if (until <= now)
                _cancelled.Remove(sequence);
            else
                next = Math.Min(next, until);
        }

        return next;
    }

    /// <summary>Adds the entries whose time is up to <paramref name="expired"/>.</summary>
    /// <returns>The time when the next entry expires.</returns>
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

    /// <summary>The chip, if a request was ever sent to it.</summary>
    public Destination? FindDestination(ChipLocation chip) => _destinations.GetValueOrDefault(chip);

    /// <summary>The chip with the Ethernet of the board, if it is known.</summary>
    public ChipLocation Home => _home;

    /// <summary>Sets the chip that has the Ethernet of the board.</summary>
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

    /// <summary>Whether a chip has the Ethernet of the board.</summary>
    public bool IsHome(ChipLocation chip) => chip == _home || chip == ChipLocation.Root || (_home == ChipLocation.Root && chip == default);
}
