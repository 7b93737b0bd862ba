using SpiNNMan.Async.Live;
using SpiNNMan.Async.Live.Receiving;

namespace SpiNNMan.Async.Cli.LiveData;

/// <summary>Takes the events of runs: counts them, writes them, and gives them to what is shown.</summary>
/// <param name="state">The state that is shown.</param>
/// <param name="writers">Where they are written.</param>
/// <param name="mostEvents">After how many events it ends; <see langword="null"/> for no limit.</param>
internal sealed class LiveFollower(LiveState state, IReadOnlyList<SpikeWriter> writers, long? mostEvents)
{
    /// <summary>The events so far.</summary>
    public long Events { get; private set; }

    /// <summary>Whether there are as many events as were wanted.</summary>
    public bool IsDone => Events >= mostEvents;

    /// <summary>Takes the events of a run until it ends, or there are enough.</summary>
    public async Task FollowAsync(LiveRun run, CancellationToken cancellationToken)
    {
        using BatchReader reader = run.BatchesAsync(cancellationToken: cancellationToken);
        await foreach (ReadOnlyMemory<Spike> batch in reader)
        {
            ReadOnlyMemory<Spike> taken = batch[..(int)Math.Min(batch.Length, (mostEvents ?? long.MaxValue) - Events)];
            Events += taken.Length;
            state.Add(taken.Span);
            foreach (SpikeWriter writer in writers)
                await writer.WriteAsync(run, taken);

            if (IsDone)
                return;
        }
    }
}
