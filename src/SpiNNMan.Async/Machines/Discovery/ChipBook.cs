using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>The answers of the chips of a machine while they are asked, over any number of connections.</summary>
/// <param name="memory">The chips that were silent before.</param>
/// <param name="waits">Whether chips that were silent before are waited for like all others.</param>
/// <param name="wantsCoreMaps">Whether the physical numbers of cores are asked for.</param>
internal sealed class ChipBook(SilentParts? memory, bool waits, bool wantsCoreMaps)
{
    private readonly Dictionary<ChipLocation, ChipReading> _readings = [];
    private readonly HashSet<ChipLocation> _done = [];
    private readonly Lock _gate = new();
    private long _requests;

    /// <summary>Told after each chip.</summary>
    public Action? ChipDone { get; init; }

    /// <summary>Whether the physical numbers of cores are asked for.</summary>
    public bool WantsCoreMaps => wantsCoreMaps;

    /// <summary>How many requests were made.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>All answers.</summary>
    public IReadOnlyCollection<ChipReading> Readings
    {
        get
        {
            lock (_gate)
                return [.. _readings.Values];
        }
    }

    public void CountRequest() => Interlocked.Increment(ref _requests);

    /// <summary>The answers of a chip so far.</summary>
    public ChipReading Known(ChipLocation chip)
    {
        lock (_gate)
            return _readings.TryGetValue(chip, out ChipReading reading) ? reading : new ChipReading(chip, Summary: null, CoreMap: null, Error: null);
    }

    /// <summary>Whether a chip needs no more requests.</summary>
    public bool IsDone(ChipLocation chip)
    {
        lock (_gate)
            return _done.Contains(chip);
    }

    /// <summary>Whether a chip was silent before, and is not waited for.</summary>
    public bool IsRemembered(ChipLocation chip) => !waits && memory?.Contains(chip) == true;

    public void Keep(ChipReading reading)
    {
        lock (_gate)
            _readings[reading.Chip] = reading;
    }

    /// <summary>Takes the late answer of a chip.</summary>
    public void Finish(ChipReading reading)
    {
        lock (_gate)
        {
            if (!_done.Add(reading.Chip))
                return;

            _readings[reading.Chip] = reading;
        }

        if (reading.Summary is not null)
            memory?.Note(reading.Chip, answered: true);

        ChipDone?.Invoke();
    }

    /// <summary>Records that a chip is silent. Its answers from before it fell silent count.</summary>
    public void GiveUp(ChipLocation chip, SpinnakerException error)
    {
        ChipReading known = Known(chip);
        if (IsDone(chip))
            return;

        if (known.Summary is null)
            memory?.Note(chip, answered: false);

        Finish(known.Summary is null ? known with { Error = error } : known);
    }
}
