using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Behaves as the programs of neural simulations do: it waits for the first synchronisation, runs for as long as hosts tell it by messages to port 3, pauses, and goes on when it is
/// told and synchronised again.</summary>
/// <remarks>
/// The commands are 6 stop, 7 new run time (in ticks, or for ever if the second argument is not 0), 8 end, 9 forget what was printed, 10 pause, 11 tell the time. What is asked to be answered is, as SCP has it. Until a
/// run time comes, it runs for ever. An image on the spin1 API that no rule fits is acted by this program. Protocol: virtual-machine.md, "Programs on cores".
/// </remarks>
public sealed class SimulationApplication : IVirtualCoreApplication
{
    /// <summary>The port for control of runs.</summary>
    public const byte ControlPort = 3;

    private const int ArgumentsOffset = 4;
    private const int NoEnd = -1;

    private static readonly TimeSpan s_longestTick = TimeSpan.FromMinutes(1);

    private int _time;
    private int _end = NoEnd;
    private int _run;
    private bool _rests;
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
    public void OnStart(IVirtualCore core) => core.WaitAtBarrier();

    /// <inheritdoc/>
    public void OnBarrier(IVirtualCore core)
    {
        int run = ++_run;
        TimeSpan began = core.Now;
        int from = _time;
        if (_end == NoEnd)
        {
            _now = () => from + (int)((core.Now - began) / Tick);
            return;
        }

        int end = _end;
        _now = () => Math.Min(end, from + (int)((core.Now - began) / Tick));
        core.Schedule(Math.Max(0, end - from) * Tick, () =>
        {
            if (_run == run)
                Rest(core, end);
        });
    }

    /// <inheritdoc/>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        ReadOnlySpan<byte> data = message.Data.Span;
        if (message.Header.Destination.Port != ControlPort || data.Length < sizeof(ushort))
            return;

        switch ((Control)BinaryPrimitives.ReadUInt16LittleEndian(data))
        {
            case Control.Stop or Control.Pause:
                Answer(core, message, []);
                Rest(core, _now());
                break;
            case Control.NewRunTime:
                _end = Argument(data, 1) != 0 ? NoEnd : (int)Math.Min(Argument(data, 0), int.MaxValue);
                _time = _now();
                Answer(core, message, []);
                Resume(core);
                break;
            case Control.End:
                Answer(core, message, []);
                core.Exit(0);
                break;
            case Control.ForgetOutput:
                core.ForgetOutput();
                Answer(core, message, []);
                break;
            case Control.TellTime:
                Answer(core, message, BitConverter.GetBytes(_now()));
                break;
        }
    }

    private static uint Argument(ReadOnlySpan<byte> data, int number)
    {
        int at = ArgumentsOffset + (number * sizeof(uint));
        return data.Length >= at + sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(data[at..]) : 0;
    }

    private static void Answer(IVirtualCore core, in SdpMessage message, ReadOnlySpan<byte> argument)
    {
        SdpHeader header = message.Header;
        if (header.Flags != SdpFlags.ReplyExpected)
            return;

        var data = new byte[ArgumentsOffset + argument.Length];
        message.Data.Span[..Math.Min(message.Data.Length, ArgumentsOffset)].CopyTo(data);
        BinaryPrimitives.WriteUInt16LittleEndian(data, (ushort)ScpResult.Ok);
        argument.CopyTo(data.AsSpan(ArgumentsOffset));
        core.Send(new SdpMessage(new SdpHeader(header.Flags, header.Tag, header.Source, header.Destination), data));
    }

    private void Rest(IVirtualCore core, int time)
    {
        _run++;
        _time = time;
        _now = () => _time;
        _rests = true;
        core.Pause();
    }

    /// <summary>After the first run, a new time is also the order to come to the next barrier.</summary>
    private void Resume(IVirtualCore core)
    {
        if (!_rests)
            return;

        _rests = false;
        core.WaitAtBarrier();
    }
}
