using System.Globalization;
using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Debugging.Replay;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Simulation.Executed;

/// <summary>A recorded run of executed chips, done again from its start as often as a debugger wants. At its end the chips stand still.</summary>
internal sealed class ReplayedChips : IDebuggedMachine, IReplayable, IDisposable
{
    private readonly MachinePlan _plan;
    private readonly IReadOnlyList<RecordedEvent> _events;
    private readonly MachineOptions _options;
    private readonly ManualResetEventSlim _mayRun = new();
    private ChipMachine _machine;
    private int _next;
    private long _received;
    private long _sent;

    /// <summary>Makes the chips, which stand still until a debugger lets them go.</summary>
    /// <param name="plan">Their parts.</param>
    /// <param name="events">The datagrams that came to them, in order.</param>
    /// <param name="options">How they are run.</param>
    public ReplayedChips(MachinePlan plan, IReadOnlyList<RecordedEvent> events, MachineOptions options)
    {
        _plan = plan;
        _events = events;
        _options = options;
        _machine = Make();
        Machine.IsPaused = true;
    }

    /// <inheritdoc/>
    public RunGate Gate { get; } = new();

    /// <inheritdoc/>
    public IDebuggedChips Machine => _machine.Debugged.Machine;

    /// <inheritdoc/>
    public IReadOnlyList<(int Chip, int Core)> Cores => _machine.Debugged.Cores;

    /// <inheritdoc/>
    public Action? CoresChanged { get; set; }

    /// <inheritdoc/>
    public IReplayable? Replay => this;

    /// <inheritdoc/>
    public string Origin => string.Create(CultureInfo.InvariantCulture, $"{_plan.Chips.Count} chips, and {_events.Count} things that came to them, from a recording");

    private bool IsAtEnd => _next == _events.Count;

    /// <inheritdoc/>
    public string NameOf(int chip, int core) => _machine.Debugged.NameOf(chip, core);

    /// <inheritdoc/>
    public string Describe(int chip, int core) => _machine.Debugged.Describe(chip, core);

    /// <inheritdoc/>
    public void Resumed() => _mayRun.Set();

    /// <summary>Runs whenever debuggers let it, until the last of them has left it to its end.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public (TimeSpan Duration, long Received, long Sent, ulong Hash, ulong? RecordedHash) Run(CancellationToken cancellationToken)
    {
        while (true)
        {
            _mayRun.Wait(cancellationToken);
            _mayRun.Reset();
            while (TryGoOn())
                cancellationToken.ThrowIfCancellationRequested();

            using (Gate.Enter())
            {
                if (IsAtEnd && Machine.HasPaused is null)
                    return (VirtualTime.ToTimeSpan(_machine.Now), _received, _sent, _machine.Hash(), _events is [.., { Kind: RecordedKind.End } end] ? end.Hash : null);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>A debugger sees the chips that have power: it does not come back to before boards were switched last.</remarks>
    public IDebuggedChips Restart()
    {
        int switched = _next - 1;
        while (switched >= 0 && _events[switched].Kind is not (RecordedKind.PowerOn or RecordedKind.PowerOff))
            switched--;

        _machine.Dispose();
        _machine = Make();
        while (_next <= switched)
            Step();

        return Machine;
    }

    /// <inheritdoc/>
    public void Advance()
    {
        if (IsAtEnd)
        {
            Machine.IsPaused = true;
            Machine.HasPaused?.Invoke();
            return;
        }

        Step();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _machine.Dispose();
        _mayRun.Dispose();
    }

    private bool TryGoOn()
    {
        using (Gate.Enter())
        {
            if (!Machine.IsPaused)
                Advance();

            return !Machine.IsPaused;
        }
    }

    private ChipMachine Make()
    {
        (_next, _received, _sent) = (0, 0, 0);
        var machine = new ChipMachine(_plan, _options, gate: Gate) { Sent = (_, _) => _sent++ };
        _machine = machine;
        TakeWhatIsDue();
        return machine;
    }

    private void Step()
    {
        long step = ((_machine.Now / VirtualTime.Millisecond) + 1) * VirtualTime.Millisecond;
        _machine.RunExactlyTo(Math.Min(step, _events[_next].Time));
        if (!Machine.IsPaused && !Machine.IsWithinWindow)
            TakeWhatIsDue();
    }

    private void TakeWhatIsDue()
    {
        for (; !IsAtEnd && _events[_next].Time <= _machine.Now; _next++)
        {
            if (_events[_next].Kind == RecordedKind.Datagram)
                _received++;
            _machine.Apply(_events[_next]);
        }
    }
}
