namespace SpiNNMan.Async.Multiplexing;

internal sealed partial class RequestMultiplexer
{
    /// <summary>Requests that nobody waits for any more and that the board, as far as is known, has yet to answer, with the time until which that is believed.</summary>
    /// <remarks>They take places of the board, and so of the window. If what comes next were sent at once, a board would lose it.</remarks>
    private readonly Dictionary<ushort, long> _abandoned = [];

    /// <summary>Ends a request that its caller gives up. Call under the lock; complete the slot afterwards, outside it.</summary>
    private void Abandon(ReplySlot slot)
    {
        bool isOut = slot.IsOut;
        ushort sequence = slot.Sequence;
        TimeSpan roundTrip = slot.Destination.Estimator.RoundTrip ?? TimeSpan.Zero;
        _counters.Cancelled++;
        End(slot);
        if (!isOut)
            return;

        long until = Now + (roundTrip > _settings.MinTimeout ? roundTrip : _settings.MinTimeout).Ticks;
        _abandoned[sequence] = until;
        SweepBy(until);
    }

    /// <summary>Believes no longer that an answer comes to what was abandoned long ago. Call under the lock.</summary>
    private void ForgetAbandoned(long now)
    {
        foreach ((ushort sequence, long until) in _abandoned)
        {
            if (until <= now)
                _abandoned.Remove(sequence);
            else
                SweepBy(until);
        }
    }
}
