namespace SpiNNMan.Async.SideBySide;

/// <summary>How much is done: all, or a small part to see that everything works.</summary>
internal sealed record Scale(double Part)
{
    private const long Least = 4800;

    public long Of(long requests) => Part >= 1 || requests == 0 ? requests : Math.Min(requests, Math.Max(Least, (long)(requests * Part)));

    public double Of(double seconds) => Part >= 1 ? seconds : Math.Min(seconds, Math.Max(0.25, seconds * Part));
}
