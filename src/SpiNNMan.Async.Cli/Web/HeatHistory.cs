using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Watching;

namespace SpiNNMan.Async.Cli.Web;

/// <summary>The rates of the past, as far back as memory is allowed for them. The oldest are forgotten first.</summary>
/// <param name="mostBytes">How many bytes it may take, about.</param>
internal sealed class HeatHistory(long mostBytes = HeatHistory.DefaultBytes)
{
    /// <summary>Enough for two hours of a look each second at 1,000 chips.</summary>
    public const long DefaultBytes = 64L << 20;

    private const int MostFrames = 20_000;

    private readonly Queue<RateFrame> _frames = [];
    private long _size;

    /// <summary>How many looks it has.</summary>
    public int Count => _frames.Count;

    /// <summary>The time of the oldest one; <see langword="null"/> for none.</summary>
    public DateTimeOffset? Oldest => _frames.TryPeek(out RateFrame? frame) ? frame.Time : null;

    /// <summary>Adds the rates of a look. If the chips are others than before, what was before is forgotten.</summary>
    public void Add(MachineLook look)
    {
        var frame = RateFrame.From(look.Time, look.Health);
        if (_frames.TryPeek(out RateFrame? oldest) && oldest.Packets.Length != frame.Packets.Length)
        {
            _frames.Clear();
            _size = 0;
        }

        _frames.Enqueue(frame);
        _size += frame.Size;
        while (_frames.Count > 1 && (_size > mostBytes || _frames.Count > MostFrames))
            _size -= _frames.Dequeue().Size;
    }

    /// <summary>The machine as it was at a time: the last look until then, or the oldest one.</summary>
    /// <param name="time">The time.</param>
    /// <param name="now">The machine as it is, which has the boards and chips.</param>
    /// <returns><see langword="null"/> if there is none.</returns>
    public HealthResult? Find(DateTimeOffset time, HealthResult now)
    {
        RateFrame? found = null;
        foreach (RateFrame frame in _frames)
        {
            if (found is not null && frame.Time > time)
                break;

            found = frame;
        }

        return found?.Packets.Length == now.WatchedChips.Count ? found.Apply(now) : null;
    }
}
