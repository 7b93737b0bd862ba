using System.Buffers.Binary;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The work of the simulation library for a program. It takes run times from hosts by messages to a port, and waits for a synchronisation signal before each run.
/// It counts the ticks, and rests when the time is up.</summary>
/// <remarks>
/// The states are PAUSE at first, SYNC0 once there is a run time, RUN after the signal, WAIT when the time is up, and SYNC1 after the next run time. SYNC0 and SYNC1 alternate. There are six commands.
/// 6: stop and leave. 7: new run time
/// (until which tick, whether for ever, which tick it is now, and after how many ticks to wait for a signal each time). 8: leave. 9: free the output (the third argument says whether to answer).
/// 10: pause. 11: tell the time. The port and the length of a tick are taken from the first region of the program's data, if there is one.
/// The first tick comes one tick's length after the start. It has the number that the host named.
/// Protocol: virtual-machine.md, "Programs on cores".
/// </remarks>
internal sealed class SimulationRun(ISimulatedProgram program)
{
    /// <summary>The port that controls runs, unless the data of the program name another.</summary>
    public const byte ControlPort = 3;

    private const int ArgumentsOffset = 4;
    private const int DataArgument = 3;

    private uint _time = uint.MaxValue;
    private uint _until;
    private bool _isEndless;
    private bool _isAtBarrier;
    private int _run;
    private uint _stepsBetweenBarriers;
    private uint _steps;
    private byte _port = ControlPort;
    private TimeSpan _began;

    private enum Control : ushort
    {
        Stop = 6,
        NewRunTime = 7,
        Leave = 8,
        ForgetOutput = 9,
        Pause = 10,
        TellTime = 11,
    }

    /// <summary>How long a tick is.</summary>
    public TimeSpan Tick { get; private set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The number of the present tick, for a program that hears ticks. Before the first tick of a run, it is one less.</summary>
    public uint Time => _time;

    /// <summary>Whether time passes.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>The program begins. It pauses until a host sets the run time.</summary>
    /// <param name="core">The core.</param>
    /// <param name="tick">The length of a tick, unless the data of the program set it.</param>
    public void Start(IVirtualCore core, TimeSpan tick)
    {
        (Tick, _port) = DataTable.TryReadHeader(core, out DataTable.Header header) ? (header.Tick, header.Port) : (tick, ControlPort);
        core.Pause();
    }

    /// <summary>The program begins and runs for ever, without a run time from a host.</summary>
    public void StartAtOnce(IVirtualCore core, TimeSpan tick)
    {
        Start(core, tick);
        _isEndless = true;
        core.Show(CoreState.Running);
        OnBarrier(core);
    }

    /// <summary>The signal for the run has come.</summary>
    public void OnBarrier(IVirtualCore core)
    {
        int run = ++_run;
        _isAtBarrier = false;
        IsRunning = true;
        _began = core.Now;
        if (program.HearsTicks)
            ScheduleTick(core, run);
        else if (!_isEndless)
            ScheduleEnd(core, run);
    }

    /// <summary>The next tick is here.</summary>
    public void Advance() => _time = unchecked(_time + 1);

    /// <summary>Whether the time of the run is up.</summary>
    /// <param name="extraTicks">How many ticks longer the program runs.</param>
    public bool IsOver(uint extraTicks = 0) => !_isEndless && _time >= (ulong)_until + extraTicks;

    /// <summary>The program rests until the next run time.</summary>
    /// <param name="core">The core.</param>
    /// <param name="extraTicks">How many ticks longer it ran, which do not count.</param>
    public void Rest(IVirtualCore core, uint extraTicks = 0)
    {
        _run++;
        _time = unchecked(_time - extraTicks);
        IsRunning = false;
        program.OnRest(core);
        core.Show(CoreState.Ready);
    }

    /// <summary>Takes a message, if it came to the port that controls runs.</summary>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        ReadOnlySpan<byte> data = message.Data.Span;
        if (message.Header.Destination.Port != _port || data.Length < sizeof(ushort))
            return;

        switch ((Control)BinaryPrimitives.ReadUInt16LittleEndian(data))
        {
            case Control.Stop:
                core.Exit(0);
                break;
            case Control.Leave:
                program.OnRest(core);
                core.Exit(0);
                break;
            case Control.Pause:
                ProgramReply.Send(core, message);
                Pause(core);
                break;
            case Control.NewRunTime:
                (_until, _isEndless, _stepsBetweenBarriers) = (Argument(data, 0), Argument(data, 1) != 0, Argument(data, DataArgument));
                _time = unchecked(Argument(data, 2) - 1);
                ProgramReply.Send(core, message);
                Resume(core);
                break;
            case Control.ForgetOutput:
                core.ForgetOutput();
                if (Argument(data, 2) == 1)
                    ProgramReply.Send(core, message);
                break;
            case Control.TellTime:
                ProgramReply.Send(core, message, argument: BitConverter.GetBytes(TimeNow(core)));
                break;
        }
    }

    private static uint Argument(ReadOnlySpan<byte> data, int number)
    {
        int at = ArgumentsOffset + (number * sizeof(uint));
        return data.Length >= at + sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(data[at..]) : 0;
    }

    /// <summary>Programs that hear ticks end at the next one.</summary>
    private void Pause(IVirtualCore core)
    {
        uint now = TimeNow(core);
        (_isEndless, _until) = (false, 0);
        if (!IsRunning || program.HearsTicks)
            return;

        _time = now;
        Rest(core);
    }

    /// <summary>A run time is also an order to go to the next barrier, unless the program waits there already.</summary>
    private void Resume(IVirtualCore core)
    {
        _run++;
        IsRunning = false;
        _steps = 0;
        if (_isAtBarrier)
            return;

        _isAtBarrier = true;
        core.WaitAtBarrier();
    }

    private void ScheduleTick(IVirtualCore core, int run) => core.Schedule(Tick, () =>
    {
        if (_run != run)
            return;

        ScheduleTick(core, run);
        program.OnTick(core);
        if (_run == run && _stepsBetweenBarriers != 0 && ++_steps == _stepsBetweenBarriers)
            WaitBetweenSteps(core);
    });

    /// <summary>All programs wait for each other after this many ticks.</summary>
    private void WaitBetweenSteps(IVirtualCore core)
    {
        _run++;
        _steps = 0;
        _isAtBarrier = true;
        core.WaitAtBarrier();
    }

    private void ScheduleEnd(IVirtualCore core, int run)
    {
        // The tick before the first has a number that is one less. For a run from the start this is the greatest number.
        long ticks = Math.Max(1, (long)_until - unchecked((int)_time));
        core.Schedule(Math.Min(ticks, int.MaxValue) * Tick, () =>
        {
            if (_run != run)
                return;

            _time = _until;
            Rest(core);
        });
    }

    private uint TimeNow(IVirtualCore core)
    {
        if (!IsRunning || program.HearsTicks)
            return _time;

        uint now = unchecked(_time + (uint)((core.Now - _began) / Tick));
        return _isEndless || now == uint.MaxValue ? now : Math.Min(_until, now);
    }
}
