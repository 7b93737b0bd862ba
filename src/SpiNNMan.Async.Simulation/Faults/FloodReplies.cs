using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>Loses replies to blocks of flood fills, more of them the more blocks wait at a monitor. Real monitors were seen to write such blocks without a reply.</summary>
/// <param name="share">The share of replies that is lost for each further waiting block.</param>
/// <param name="seed">The seed of the random losses.</param>
internal sealed class FloodReplies(Func<double> share, ulong seed)
{
    private readonly Prng _luck = new(seed);
    private int _waiting;

    /// <summary>A block begins to wait.</summary>
    public void Arrive() => _waiting++;

    /// <summary>A block has been written.</summary>
    /// <returns>Whether the reply to it is lost.</returns>
    public bool LeaveAndLose()
    {
        _waiting--;
        return _waiting > 0 && share() is > 0 and double each && _luck.NextDouble() < each * _waiting;
    }
}
