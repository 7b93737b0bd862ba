using SpiNNMan.Async.Emulation.Chips;
using SpiNNMan.Async.Emulation.Debugging.Targets;
using SpiNNMan.Async.Emulation.Time;

namespace SpiNNMan.Async.Emulation.Debugging.Replay;

/// <summary>A machine with what hosts sent to it, in memory, so that its run can be had again.</summary>
/// <remarks>
/// Time passes in steps of one length, counted from the start. While a recording is played again, what hosts send is lost: it is not what they sent then. When the recording is over, the run goes on with
/// what they send.
/// </remarks>
internal sealed class RecordedMachine : IReplayable, IDisposable
{
    private readonly Func<EmulatedMachine> _make;
    private readonly long _step;
    private readonly List<(long TakenAt, HostDatagram Datagram)> _recording = [];
    private int _played;
    private bool _isPlaying;
    private long _target;

    /// <summary>Makes the machine.</summary>
    /// <param name="make">Makes it, each time the same, with everything that it needs before time passes.</param>
    /// <param name="step">How many clocks pass in a step. The default is a millisecond.</param>
    public RecordedMachine(Func<EmulatedMachine> make, long step = VirtualTime.Millisecond)
    {
        _make = make;
        _step = step;
        Machine = Start();
    }

    /// <summary>The machine of now.</summary>
    public EmulatedMachine Machine { get; private set; }

    /// <summary>The datagrams of hosts, each with the time at which it was taken over.</summary>
    public IReadOnlyList<(long TakenAt, HostDatagram Datagram)> Recording => _recording;

    /// <summary>How many datagrams were lost because they came while the past was played.</summary>
    public long Lost { get; private set; }

    /// <summary>Sends a datagram to a chip. Not while the past is played.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Send(HostDatagram datagram)
    {
        if (!_isPlaying) return Machine.Send(datagram);
        Lost++;
        return false;
    }

    /// <inheritdoc/>
    public IDebuggedChips Restart()
    {
        Machine.Dispose();
        _played = 0;
        _target = 0;
        _isPlaying = _recording.Count > 0;
        return Machine = Start();
    }

    /// <inheritdoc/>
    public void Advance()
    {
        if (Machine.Now >= _target) _target += _step;
        Machine.RunTo(_target);
    }

    /// <inheritdoc/>
    public void Dispose() => Machine.Dispose();

    private EmulatedMachine Start()
    {
        EmulatedMachine machine = _make();
        machine.Recorded = Next;
        machine.DatagramTaken = Taken;
        return machine;
    }

    private HostDatagram? Next(long now)
    {
        if (!_isPlaying || _recording[_played].TakenAt > now) return null;
        return _recording[_played++].Datagram;
    }

    private void Taken(HostDatagram datagram)
    {
        if (!_isPlaying) _recording.Add((Machine.Now, datagram));
        else if (_played == _recording.Count) _isPlaying = false;
    }
}
