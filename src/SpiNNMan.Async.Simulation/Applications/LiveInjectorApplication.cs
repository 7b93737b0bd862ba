using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Behaves as the reverse IP tag multicast source of the usual tool chain does: EIEIO messages to port 1 of its core become multicast packets.</summary>
/// <remarks>
/// Keys of 16 bits get the prefix of the message or, without one, the configured prefix. If keys are checked, events with foreign keys are dropped and counted.
/// There are three cases for messages with times as payloads. If their base is
/// the present tick, they are sent without payloads. If it is past, they are dropped as late. If it is in the future, they wait in the send buffer, if there is one.
/// Sequenced messages (command 7) always go into the buffer. They leave in order, none before its time.
/// The simulation library controls its runs, as those of <see cref="SimulationApplication"/>. At the end of a run, it writes its counts into the fifth region of its data, after six words of the library. The counts are
/// messages received, packets sent, events with incorrect keys, incorrect messages, late messages. Protocol: virtual-machine.md, "Live data".
/// </remarks>
public sealed class LiveInjectorApplication : IVirtualCoreApplication, ISimulatedProgram
{
    private const uint SettingsRegion = 1;
    private const byte BufferRegion = 3;
    private const uint CountsRegion = 4;
    private const int SequencedOffset = 4;
    private const int HalfWord = 16;

    /// <summary>How many ticks there are between two requests for more.</summary>
    private const uint TicksBetweenRequests = 25;

    private readonly SimulationRun _run;
    private LiveInjectorSettings _settings = new();
    private InjectorBuffer _buffer = new(0);
    private LiveMessage? _next;
    private bool _isEnded;
    private bool _asksForMore = true;
    private uint _lastRequest;
    private uint _lastSpace;
    private byte _expected;
    private uint _received;
    private uint _sent;
    private uint _incorrectKeys;
    private uint _incorrect;
    private uint _late;

    /// <summary>Makes the program.</summary>
    public LiveInjectorApplication() => _run = new SimulationRun(this);

    /// <inheritdoc/>
    public string Name => "reverse_iptag_multicast_source";

    /// <summary>How it makes packets, if its core has no table of data that sets this.</summary>
    public LiveInjectorSettings Settings { get; init => field = OptionChecks.NotNull(value); } = new();

    /// <summary>How long a tick is, if its core has no table of data that sets this: more than zero and up to a minute. The default is 1 ms.</summary>
    public TimeSpan Tick
    {
        get;
        init => field = OptionChecks.Within(value, OptionChecks.ShortestTime, SimulationApplication.LongestTick);
    } = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether it runs for ever from the start, without a run time from a host. The default is <see langword="false"/>.</summary>
    public bool RunsAtOnce { get; init; }

    /// <inheritdoc/>
    public bool UsesSpin1Api => true;

    /// <inheritdoc/>
    bool ISimulatedProgram.HearsTicks => true;

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        uint region = DataTable.FindRegion(core, SettingsRegion);
        _settings = region == 0 ? Settings : LiveInjectorSettings.Read(core, region);
        _buffer = new InjectorBuffer(_settings.BufferSize);
        if (RunsAtOnce)
            _run.StartAtOnce(core, Tick);
        else
            _run.Start(core, Tick);
    }

    /// <inheritdoc/>
    public void OnBarrier(IVirtualCore core) => _run.OnBarrier(core);

    /// <inheritdoc/>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        if (message.Header.Destination.Port == _settings.Port)
            Take(core, message.Data);
        else
            _run.OnMessage(core, message);
    }

    /// <summary>Its ticks come after those of gatherers, which have no offset.</summary>
    void ISimulatedProgram.OnTick(IVirtualCore core) => core.Schedule(TimeSpan.FromMicroseconds(_settings.TimerOffset), () =>
    {
        if (_run.IsRunning)
            Step(core);
    });

    /// <inheritdoc/>
    void ISimulatedProgram.OnRest(IVirtualCore core)
    {
        _isEnded = false;
        uint region = DataTable.FindRegion(core, CountsRegion);
        if (region != 0)
            DataTable.WriteWords(core, region, 0, 0, 0, 0, 0, 0, _received, _sent, _incorrectKeys, _incorrect, _late);
    }

    private void Step(IVirtualCore core)
    {
        _run.Advance();
        if (_isEnded || _run.IsOver())
        {
            _run.Rest(core);
            return;
        }

        if (_asksForMore && unchecked(_run.Time - _lastRequest) >= TicksBetweenRequests)
            AskForMore(core);

        if (_next is { } next)
        {
            uint due = next.DueAt(_run.Time);
            if (due > _run.Time)
                return;

            if (due == _run.Time)
                Inject(core, next);
            else
                BeLate(core, next);
        }

        TakeFromBuffer(core);
    }

    private void Take(IVirtualCore core, ReadOnlyMemory<byte> data)
    {
        var message = new LiveMessage(data);
        _received++;
        Note(core, LedgerKind.MessageReceived, message.Count);
        if (message.IsCommand)
            Obey(core, message);
        else if (message.IsEmpty)
            Note(core, LedgerKind.MessageIgnored, 0);
        else
            Inject(core, message);
    }

    private void Obey(IVirtualCore core, LiveMessage message)
    {
        switch (message.Command)
        {
            case EieioCommand.EventStop:
                End(core);
                break;
            case EieioCommand.StopSendingRequests:
                _asksForMore = false;
                Note(core, LedgerKind.MessageIgnored, 0);
                break;
            case EieioCommand.StartSendingRequests:
                _asksForMore = true;
                Note(core, LedgerKind.MessageIgnored, 0);
                break;
            case EieioCommand.HostSendSequencedData when message.Bytes.Length >= SequencedOffset:
                TakeSequenced(core, message.Bytes.Span[2], message.Bytes.Span[3], new LiveMessage(message.Bytes[SequencedOffset..]));
                break;
            default:
                Note(core, LedgerKind.MessageIgnored, 0);
                break;
        }
    }

    /// <summary>A host ends the events: the run ends with the next tick, and the messages in the buffer are forgotten.</summary>
    private void End(IVirtualCore core)
    {
        _isEnded = true;
        if (_next is { } next)
            Note(core, LedgerKind.MessageForgotten, next.Count);
        while (_buffer.TryTake(out LiveMessage message))
            Note(core, LedgerKind.MessageForgotten, message.Count);

        _next = null;
    }

    /// <summary>Takes a numbered message. A message with an unexpected number is ignored, without a report.</summary>
    private void TakeSequenced(IVirtualCore core, byte region, byte number, LiveMessage message)
    {
        if (region == BufferRegion && number != _expected)
        {
            Note(core, LedgerKind.MessageOutOfSequence, message.Count);
        }
        else if (region == BufferRegion && _buffer.TryAdd(message.Bytes))
        {
            _expected++;
            Note(core, LedgerKind.MessageBuffered, message.Count);
        }
        else
        {
            _incorrect++;
            Note(core, LedgerKind.MessageIncorrect, message.Count);
        }
    }

    /// <summary>Sends all messages of the buffer that are due, up to the first one that is not.</summary>
    private void TakeFromBuffer(IVirtualCore core)
    {
        _next = null;
        while (_buffer.TryTake(out LiveMessage message))
        {
            if (message.DueAt(_run.Time) > _run.Time)
            {
                _next = message;
                return;
            }

            Inject(core, message);
        }
    }

    private void Inject(IVirtualCore core, LiveMessage message)
    {
        if (message is { Type.HasPayload: true, IsTimestamp: true } && message.Base != _run.Time)
        {
            if (message.Base < _run.Time)
                BeLate(core, message);
            else
                Note(core, _buffer.TryAdd(message.Bytes) ? LedgerKind.MessageBuffered : LedgerKind.MessageNotBuffered, message.Count);

            return;
        }

        bool isUpper = message.IsPrefixUpper;
        uint prefix = message.IsPrefixUpper ? message.Prefix << HalfWord : message.Prefix;
        if (!message.HasPrefix && _settings.KeyPrefix is { } own)
            (prefix, isUpper) = (own, _settings.PrefixHalf == EieioPrefix.UpperHalfWord);

        bool isShort = message.Type.KeySize == sizeof(ushort);
        for (int i = 0; i < message.Count; i++)
        {
            (uint key, uint? payload) = message.Element(i);
            uint whole = (isShort && !isUpper ? key << HalfWord : key) | prefix;
            Send(core, whole, message.IsTimestamp ? null : payload | message.Base);
        }
    }

    private void Send(IVirtualCore core, uint key, uint? payload)
    {
        if (_settings.Key is not { } own)
        {
            core.Note(Entry(LedgerKind.EventNotConnected, 1) with { Key = key, Payload = payload });
        }
        else if (_settings.ChecksKeys && (key & _settings.KeyMask) != own)
        {
            _incorrectKeys++;
            core.Note(Entry(LedgerKind.EventIncorrectKey, 1) with { Key = key, Payload = payload });
        }
        else
        {
            _sent++;
            core.Note(Entry(LedgerKind.EventInjected, 1) with { Key = key, Payload = payload });
            core.SendMulticast(key, payload);
        }
    }

    private void BeLate(IVirtualCore core, LiveMessage message)
    {
        _late++;
        Note(core, LedgerKind.MessageLate, message.Count);
    }

    /// <summary>Tells the host how much room there is, unless the host knows it already.</summary>
    private void AskForMore(IVirtualCore core)
    {
        _lastRequest = _run.Time;
        uint space = _buffer.Free;
        if (_settings.BufferSize == 0 || space < _settings.SpaceBeforeRequest || (space == _lastSpace && space != _settings.BufferSize))
            return;

        _lastSpace = space;
        var request = new SpinnakerRequestBuffers(core.Location, BufferRegion, unchecked((byte)(_expected - 1)), space);
        var data = new byte[request.Size];
        request.Write(data);
        SdpHeader header = new(SdpFlags.ReplyNotExpected, _settings.ReturnTag, SdpEndpoint.Host(_settings.ReturnChip ?? core.Ethernet), new SdpEndpoint(core.Location, LiveInjectorSettings.EieioPort));
        core.Send(new SdpMessage(header, data));
    }

    private void Note(IVirtualCore core, LedgerKind kind, int events) => core.Note(Entry(kind, events));

    private LedgerEntry Entry(LedgerKind kind, int events) => new(default, kind, default, events) { Tick = _run.Time };
}
