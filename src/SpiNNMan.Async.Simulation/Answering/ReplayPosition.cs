namespace SpiNNMan.Async.Simulation.Answering;

/// <summary>How far a capture has come when it answers again: how many of the requests that change a machine came so far.</summary>
internal sealed class ReplayPosition
{
    private int _changes;

    /// <summary>How many changes there have been.</summary>
    public int Changes => Volatile.Read(ref _changes);

    /// <summary>A change has come.</summary>
    /// <param name="changes">How many there are up to it in the capture.</param>
    public void Reach(int changes)
    {
        int before = Changes;
        while (before < changes && Interlocked.CompareExchange(ref _changes, changes, before) is var found && found != before)
            before = found;
    }
}
