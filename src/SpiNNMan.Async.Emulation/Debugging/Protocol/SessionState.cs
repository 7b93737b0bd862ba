using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>The memory of a session: the core that is looked at, and the stops of which the debugger must still be told.</summary>
internal sealed class SessionState(IDebugTarget target)
{
    private readonly Queue<StopEvent> _untold = new();
    private readonly HashSet<int> _told = [];
    private bool _isTelling;

    /// <summary>The target.</summary>
    public IDebugTarget Target => target;

    /// <summary>Whether packets are not acknowledged any more.</summary>
    public bool IsWithoutAcknowledgements { get; set; }

    /// <summary>Whether the debugger knows what "swbreak" and "hwbreak" are.</summary>
    public bool KnowsBreakpoints { get; set; }

    /// <summary>Whether the debugger waits to be told that the machine has stopped.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Whether the debugger has taken its leave.</summary>
    public bool IsOver { get; set; }

    /// <summary>The core whose registers and memory are asked for.</summary>
    public int Core { get; set; } = target.CurrentCore;

    /// <summary>Takes note of a core that stands still.</summary>
    /// <returns>The text for the debugger now, if there is any.</returns>
    public string? TakeStop(StopEvent stop)
    {
        if (target.IsNonStop)
        {
            _untold.Enqueue(stop);
            if (_isTelling) return null;
            _isTelling = true;
            return "Stop:" + TellFirst();
        }

        if (!IsWaiting) return null;
        IsWaiting = false;
        Core = stop.Core;
        return Tell(stop);
    }

    /// <summary>The debugger knows of the last stop.</summary>
    /// <returns>The next text for it.</returns>
    public string TellNext()
    {
        _untold.TryDequeue(out _);
        _isTelling = _untold.Count > 0;
        return _isTelling ? TellFirst() : Replies.Done;
    }

    /// <summary>Tells why the machine stands still or, if cores stop by themselves, of the first that does.</summary>
    public string TellAll()
    {
        if (!target.IsNonStop) return Tell(new StopEvent(target.CurrentCore, StopKind.Step));
        ForgetStops();
        for (int core = 0; core < target.CoreCount; core++)
            if (target.IsStopped(core)) _untold.Enqueue(new StopEvent(core, StopKind.Requested));
        _isTelling = _untold.Count > 0;
        return _isTelling ? TellFirst() : Replies.Done;
    }

    /// <summary>A core goes on, if the debugger knows that it stands still: what it wants of others, it wants of cores that execute.</summary>
    /// <returns>Whether it goes on.</returns>
    public bool TryLetGo(int core) => _told.Remove(core);

    /// <summary>Forgets stops that the debugger has not been told of.</summary>
    public void ForgetStops()
    {
        _untold.Clear();
        _told.Clear();
        _isTelling = false;
    }

    /// <summary>The debugger wants the machine to stop now.</summary>
    public void Interrupt()
    {
        if (target.IsNonStop) target.StopCore(Core);
        else if (IsWaiting) target.Stop();
    }

    /// <summary>Tells of a stop.</summary>
    public string Tell(StopEvent stop) => Replies.Stop(target, stop, KnowsBreakpoints);

    private string TellFirst()
    {
        StopEvent first = _untold.Peek();
        _told.Add(first.Core);
        return Tell(first);
    }
}
