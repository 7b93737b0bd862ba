using SpiNNMan.Async.Simulation.Scheduling;

namespace SpiNNMan.Async.Simulation.Faults;

/// <summary>One direction of the network. It passes datagrams on, loses them, delays them, or sends them twice.</summary>
/// <remarks>
/// Every datagram draws the same number of random numbers, whatever the options are. A change to the rate of one fault
/// therefore does not change which datagrams the other faults hit.
/// </remarks>
internal sealed class FaultInjector(Kernel kernel, ulong seed)
{
    private static readonly TimeSpan s_longestHold = TimeSpan.FromMilliseconds(10);

    private readonly Prng _random = new(seed);
    private Held? _held;
    private long _passed;
    private long _lost;
    private long _duplicated;
    private long _reordered;
    private long _corrupted;
    private long _delayed;

    /// <summary>The next step of a datagram that was not lost.</summary>
    public delegate void Next<in TState>(TState state, ReadOnlySpan<byte> datagram);

    public LinkFaults Faults { get; set => field = value == LinkFaults.None ? LinkFaults.None : value; } = LinkFaults.None;

    public FaultStatistics Statistics => new(_passed, _lost, _duplicated, _reordered, _corrupted, _delayed);

    /// <summary>Carries one datagram.</summary>
    public void Carry<TState>(TState state, ReadOnlySpan<byte> datagram, Next<TState> next)
    {
        _passed++;
        if (ReferenceEquals(Faults, LinkFaults.None))
        {
            next(state, datagram);
            Release();
        }
        else
        {
            CarryAmongFaults(Faults, state, datagram, next);
        }
    }

    private void CarryAmongFaults<TState>(LinkFaults faults, TState state, ReadOnlySpan<byte> datagram, Next<TState> next)
    {
        double loss = _random.NextDouble();
        double duplication = _random.NextDouble();
        double reordering = _random.NextDouble();
        double corruption = _random.NextDouble();
        double jitter = _random.NextDouble();
        ulong where = _random.Next();
        if (loss < faults.Loss)
        {
            _lost++;
            return;
        }

        byte[] copy = datagram.ToArray();
        if (corruption < faults.Corruption && copy.Length > 0)
        {
            _corrupted++;
            copy[(int)(where % (ulong)copy.Length)] ^= (byte)(1 << (int)(where >> 61));
        }

        TimeSpan delay = faults.Delay + (jitter * faults.Jitter);
        if (duplication < faults.Duplication)
        {
            _duplicated++;
            Pass(state, copy, delay, next);
        }

        if (reordering < faults.Reordering && _held is null)
            Hold(() => Pass(state, copy, delay, next));
        else
            PassAndRelease(state, copy, delay, next);
    }

    private void PassAndRelease<TState>(TState state, byte[] datagram, TimeSpan delay, Next<TState> next)
    {
        Pass(state, datagram, delay, next);
        Release();
    }

    private void Pass<TState>(TState state, byte[] datagram, TimeSpan delay, Next<TState> next)
    {
        if (delay == TimeSpan.Zero)
        {
            next(state, datagram);
            return;
        }

        _delayed++;
        kernel.Schedule(delay, () => next(state, datagram));
    }

    private void Hold(Action pass)
    {
        _reordered++;
        var held = new Held(pass);
        _held = held;
        kernel.Schedule(s_longestHold, () =>
        {
            if (ReferenceEquals(_held, held))
                Release();
        });
    }

    private void Release()
    {
        Held? held = _held;
        _held = null;
        held?.Pass();
    }

    private sealed record Held(Action Pass);
}
