namespace SpiNNMan.Async.Cli.Explaining;

/// <summary>How many requests were lost when how many were under way at a machine. A board that has few buffers loses those that come when they are full, and no others.</summary>
internal sealed class LossByLoad
{
    /// <summary>From this load on, all count together.</summary>
    private const int Most = 64;

    private const int LeastSent = 20;
    private const int LeastLost = 5;

    /// <summary>A loss below this is no loss.</summary>
    private const double Little = 0.01;

    /// <summary>A loss above this is much.</summary>
    private const double Much = 0.05;

    private readonly long[] _sent = new long[Most + 1];
    private readonly long[] _lost = new long[Most + 1];

    /// <summary>A request is sent.</summary>
    /// <param name="load">How many are under way, with it.</param>
    public void OnSent(int load) => _sent[Math.Clamp(load, 0, Most)]++;

    /// <summary>A request was lost, or was not lost after all.</summary>
    /// <param name="load">How many were under way when it was sent, with it.</param>
    /// <param name="by">1, or -1.</param>
    public void OnLost(int load, int by) => _lost[Math.Clamp(load, 0, Most)] += by;

    /// <summary>Finds the least load at which much is lost, if nothing is below it.</summary>
    /// <returns>The load, and the share of requests that are lost at it and above; <see langword="null"/> if loss has nothing to do with the load.</returns>
    public (int Load, double Share)? FindEdge()
    {
        for (int load = 2; load <= Most; load++)
        {
            (long sentBelow, long lostBelow) = Sum(0, load);
            (long sent, long lost) = Sum(load, Most + 1);
            if (sent < LeastSent || lost < LeastLost)
                return null;

            (long sentHere, long lostHere) = (_sent[load], _lost[load]);
            bool isEdge = sentHere >= LeastSent && lostHere > sentHere * Much;
            if (isEdge && sentBelow >= LeastSent && lostBelow <= sentBelow * Little)
                return (load, (double)lost / sent);
        }

        return null;
    }

    private (long Sent, long Lost) Sum(int from, int to) => (_sent.AsSpan(from, to - from).ToArray().Sum(), _lost.AsSpan(from, to - from).ToArray().Sum());
}
