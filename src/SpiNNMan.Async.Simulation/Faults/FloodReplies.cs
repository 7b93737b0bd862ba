using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>Loses replies to blocks of flood fills the more of them wait at a monitor: real ones were seen to carry the blocks out, and to say nothing.</summary>
/// <param name="share">The share of replies that each further block which waits costs.</param>
/// <param name="seed">What it is drawn from.</param>
internal sealed class FloodReplies(Func<double> share, ulong seed)
{
    private readonly Prng _luck = new(seed);
    private int _waiting;

    /// <summary>A block waits to be worked on.</summary>
    public void Arrive() => _waiting++;

    /// <summary>A block has been worked on.</summary>
    /// <returns>Whether the reply to it is lost.</returns>
    public bool LeaveAndLose()
    {
        _waiting--;
        return _waiting > 0 && share() is > 0 and double each && _luck.NextDouble() < each * _waiting;
    }
}
