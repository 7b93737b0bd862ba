using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Behaves as the programs of neural simulations do: it starts paused, takes run times from hosts by messages to a port, waits for a synchronisation signal before each run, and rests when
/// the time is up.</summary>
/// <remarks>
/// The states: PAUSE; SYNC0 once there is a run time; RUN by the signal; WAIT when the time is up; SYNC1 by the next run time, and so on in turn. The commands are 6 stop and leave, 7 new run time
/// (until which tick, whether for ever, and which tick it is now), 8 leave, 9 forget what was printed (the third argument says whether to answer), 10 pause, 11 tell the time. The port and the length of a
/// tick are taken from the first region of the program's data, if there is one. Protocol: virtual-machine.md, "Programs on cores".
/// </remarks>
public sealed class SimulationApplication : IVirtualCoreApplication
{
    /// <summary>The port for control of runs, if the data of the program do not say another.</summary>
    public const byte ControlPort = 3;

    private const int ArgumentsOffset = 4;
    private const int NoEnd = -1;

    private static readonly TimeSpan s_longestTick = TimeSpan.FromMinutes(1);

    private int _time;
    private int _end = NoEnd;
    private int _run;
    private byte _port = ControlPort;
    private TimeSpan _tick;
    private bool _isReady;
    private Func<int> _now = static () => 0;

    private enum Control : ushort
    {
        Stop = 6,
        NewRunTime = 7,
        End = 8,
        ForgetOutput = 9,
        Pause = 10,
        TellTime = 11,
    }

    /// <inheritdoc/>
    public string Name { get; init => field = OptionChecks.NotNull(value); } = "simulation";

    /// <summary>How long a tick is, more than zero and up to a minute. The default is 1 ms.</summary>
    public TimeSpan Tick
    {
        get;
        init => field = OptionChecks.Within(value, OptionChecks.ShortestTime, s_longestTick);
    } = TimeSpan.FromMilliseconds(1);

    /// <inheritdoc/>
    public bool UsesSpin1Api => true;

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        _tick = Tick;
        if (DataTable.TryReadHeader(core, out DataTable.Header header))
            (_tick, _port) = (header.Tick, header.Port);

        core.Pause();
    }

    /// <inheritdoc/>
    public void OnBarrier(IVirtualCore core)
    {
        int run = ++_run;
        TimeSpan began = core.Now;
        int from = _time;
        _isReady = false;
        if (_end == NoEnd)
        {
            _now = () => from + (int)((core.Now - began) / _tick);
            return;
        }

        int end = _end;
        _now = () => Math.Min(end, from + (int)((core.Now - began) / _tick));
        core.Schedule(Math.Max(0, end - from) * _tick, () =>
        {
            if (_run == run)
                Rest(core, end);
        });
    }

    /// <inheritdoc/>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        ReadOnlySpan<byte> data = message.Data.Span;
        if (message.Header.Destination.Port != _port || data.Length < sizeof(ushort))
            return;

        switch ((Control)BinaryPrimitives.ReadUInt16LittleEndian(data))
        {
            case Control.Stop or Control.End:
                core.Exit(0);
                break;
            case Control.Pause:
                ProgramReply.Send(core, message);
                Rest(core, _now());
                break;
            case Control.NewRunTime:
                _end = Argument(data, 1) != 0 ? NoEnd : (int)Math.Min(Argument(data, 0), int.MaxValue);
                _time = (int)Math.Min(Argument(data, 2), int.MaxValue);
                ProgramReply.Send(core, message);
                Resume(core);
                break;
            case Control.ForgetOutput:
                core.ForgetOutput();
                if (Argument(data, 2) == 1)
                    ProgramReply.Send(core, message);
                break;
            case Control.TellTime:
                ProgramReply.Send(core, message, argument: BitConverter.GetBytes(_now()));
                break;
        }
    }

    private static uint Argument(ReadOnlySpan<byte> data, int number)
    {
        int at = ArgumentsOffset + (number * sizeof(uint));
        return data.Length >= at + sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(data[at..]) : 0;
    }

    private void Rest(IVirtualCore core, int time)
    {
        _run++;
        _time = time;
        _now = () => time;
        core.Show(CoreState.Ready);
    }

    /// <summary>A run time is also the order to come to the next barrier, unless the program waits there already.</summary>
    private void Resume(IVirtualCore core)
    {
        int time = _time;
        _run++;
        _now = () => time;
        if (_isReady)
            return;

        _isReady = true;
        core.WaitAtBarrier();
    }
}
