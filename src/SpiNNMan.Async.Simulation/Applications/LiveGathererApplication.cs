using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Behaves as the live packet gatherer of the usual tool chain does: multicast packets that are routed to its core leave by an IP tag as EIEIO data messages.</summary>
/// <remarks>
/// Packets wait in two rings until the core comes to them: one ring for packets without a payload, one for packets with a payload. A full ring loses packets and counts them.
/// A message is sent when it is full, and at each tick.
/// The simulation library controls its runs, as those of <see cref="SimulationApplication"/>. A run takes one tick longer, so that the last events leave.
/// At the end of a run, it writes its counts into the third region of its data,
/// after six words of the library. The counts are lost without payload, lost with payload, gathered, messages sent. Protocol: virtual-machine.md, "Live data".
/// </remarks>
public sealed class LiveGathererApplication : IVirtualCoreApplication, ISimulatedProgram
{
    private const uint SettingsRegion = 1;
    private const uint CountsRegion = 2;


    /// <summary>The most bytes of elements in a message.</summary>
    private const int MostBytes = 256;

    private const int LongestStart = 8;
    private const byte SourcePort = 3;

    /// <summary>A run takes this many ticks longer, so that the last events leave.</summary>
    private const uint ExtraTicks = 1;

    private readonly SimulationRun _run;
    private readonly Queue<uint> _keys = [];
    private readonly Queue<(uint Key, uint Payload)> _pairs = [];
    private readonly byte[] _message = new byte[LongestStart + MostBytes];
    private LiveGathererSettings _settings = new();
    private bool _isAwake;
    private int _start;
    private int _length;
    private int _count;
    private uint _messagesInTick;
    private uint _lostKeys;
    private uint _lostPairs;
    private uint _gathered;
    private uint _sent;

    /// <summary>Makes the program.</summary>
    public LiveGathererApplication() => _run = new SimulationRun(this);

    /// <inheritdoc/>
    public string Name => "live_packet_gather";

    /// <summary>How it sends events, if its core has no table of data that sets this.</summary>
    public LiveGathererSettings Settings { get; init => field = OptionChecks.NotNull(value); } = new();

    /// <summary>How long a tick is, if its core has no table of data that sets this: more than zero and up to a minute. The default is 1 ms.</summary>
    public TimeSpan Tick
    {
        get;
        init => field = OptionChecks.Within(value, OptionChecks.ShortestTime, SimulationApplication.LongestTick);
    } = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether it runs for ever from the start, without a run time from a host. The default is <see langword="false"/>.</summary>
    public bool RunsAtOnce { get; init; }

    /// <summary>How many packets fit into each of the two rings, 1 to 65,535. The default is 255.</summary>
    public int RingSize { get; init => field = OptionChecks.Within(value, 1, ushort.MaxValue); } = byte.MaxValue;

    /// <summary>How long packets wait in the rings before the core comes to them, up to a day. By default it comes as soon as all packets that were sent at the same time are there.</summary>
    public TimeSpan RingDelay { get; init => field = OptionChecks.NotNegative(value); }

    /// <inheritdoc/>
    public bool UsesSpin1Api => true;

    /// <inheritdoc/>
    bool ISimulatedProgram.HearsTicks => true;

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        uint region = DataTable.FindRegion(core, SettingsRegion);
        _settings = region == 0 ? Settings : LiveGathererSettings.Read(core, region);
        WriteStart();
        if (RunsAtOnce)
            _run.StartAtOnce(core, Tick);
        else
            _run.Start(core, Tick);
    }

    /// <inheritdoc/>
    public void OnBarrier(IVirtualCore core) => _run.OnBarrier(core);

    /// <inheritdoc/>
    public void OnMessage(IVirtualCore core, in SdpMessage message) => _run.OnMessage(core, message);

    /// <inheritdoc/>
    public void OnMulticast(IVirtualCore core, uint key, uint? payload)
    {
        if ((payload is null ? _keys.Count : _pairs.Count) >= RingSize)
        {
            Lose(core, key, payload);
            return;
        }

        if (payload is { } word)
            _pairs.Enqueue((key & _settings.ReceivedKeyMask, word));
        else
            _keys.Enqueue(key & _settings.ReceivedKeyMask);

        core.Note(Entry(LedgerKind.EventReceived) with { Key = key, Payload = payload });
        if (_isAwake)
            return;

        _isAwake = true;
        if (RingDelay == TimeSpan.Zero)
            core.Post(() => Gather(core));
        else
            core.Schedule(RingDelay, () => Gather(core));
    }

    /// <inheritdoc/>
    void ISimulatedProgram.OnTick(IVirtualCore core)
    {
        Flush(core);
        _run.Advance();
        _messagesInTick = 0;
        if (_run.IsOver(ExtraTicks))
            _run.Rest(core, ExtraTicks);
    }

    /// <inheritdoc/>
    void ISimulatedProgram.OnRest(IVirtualCore core)
    {
        uint region = DataTable.FindRegion(core, CountsRegion);
        if (region != 0)
            DataTable.WriteWords(core, region, 0, 0, 0, 0, 0, 0, _lostKeys, _lostPairs, _gathered, _sent);
    }

    private void Lose(IVirtualCore core, uint key, uint? payload)
    {
        if (payload is null)
            _lostKeys++;
        else
            _lostPairs++;

        core.Note(Entry(LedgerKind.EventLostInRing) with { Key = key, Payload = payload });
    }

    /// <summary>Takes the packets out of the rings: first all packets without a payload.</summary>
    private void Gather(IVirtualCore core)
    {
        _isAwake = false;
        while (true)
        {
            if (_keys.TryDequeue(out uint key))
                Add(core, key, payload: null);
            else if (_pairs.TryDequeue(out (uint Key, uint Payload) pair))
                Add(core, pair.Key, pair.Payload);
            else
                return;
        }
    }

    private void Add(IVirtualCore core, uint key, uint? payload)
    {
        uint sent = Translate(key);
        Write(Shift(sent, _settings.KeyShift));
        if (_settings.Type.HasPayload)
            Write(_settings.PayloadIsTimestamp ? _run.Time : Shift(payload ?? 0, _settings.PayloadShift));

        _count++;
        _gathered++;
        core.Note(Entry(LedgerKind.EventGathered) with { Key = sent, Payload = payload });
        if ((_count + 1) * _settings.Type.ElementSize > MostBytes)
            Flush(core);
    }

    /// <summary>Values that are too long are cut.</summary>
    private void Write(uint value)
    {
        int size = _settings.Type.KeySize;
        if (size == sizeof(uint))
            BinaryPrimitives.WriteUInt32LittleEndian(_message.AsSpan(_length), value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(_message.AsSpan(_length), (ushort)value);

        _length += size;
    }

    /// <summary>Only values of 16 bits are shifted.</summary>
    private uint Shift(uint value, uint shift) => _settings.Type.KeySize == sizeof(uint) ? value : ShiftRight(value, shift);

    private static uint ShiftRight(uint value, uint shift) => shift < 32 ? value >> (int)shift : 0;

    private uint Translate(uint key)
    {
        foreach (KeyTranslation translation in _settings.Translations)
        {
            if ((key & translation.Mask) == translation.Key)
                return ShiftRight(key & ~translation.Mask, _settings.TranslatedKeyShift) + translation.FirstAtom;
        }

        return key;
    }

    /// <summary>The start of a message is always the same, except for its count and the time.</summary>
    private void WriteStart()
    {
        _length = 0;
        _count = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(_message, _settings.Header);
        _length = sizeof(ushort);
        if (_settings.KeyPrefix is { } prefix)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_message.AsSpan(_length), prefix);
            _length += sizeof(ushort);
        }

        if (_settings.HasPayloadBase)
            Write(_settings.PayloadBase);

        _start = _length;
    }

    private void Flush(IVirtualCore core)
    {
        if (_count == 0)
            return;

        if (_settings.MessagesPerTick == 0 || _messagesInTick < _settings.MessagesPerTick)
            Send(core);
        else
            core.Note(Entry(LedgerKind.MessageDiscarded, _count));

        _length = _start;
        _count = 0;
    }

    private void Send(IVirtualCore core)
    {
        _message[0] = (byte)_count;
        if (_settings is { HasPayloadBase: true, PayloadIsTimestamp: true })
        {
            int end = _length;
            _length = _start - _settings.Type.KeySize;
            Write(_run.Time);
            _length = end;
        }

        var header = new SdpHeader(
            SdpFlags.ReplyNotExpected,
            _settings.Tag,
            SdpEndpoint.Host(_settings.Ethernet ?? core.Ethernet),
            new SdpEndpoint(core.Location, SourcePort));
        core.Note(Entry(LedgerKind.MessageSent, _count));
        core.SendEvents(new SdpMessage(header, _message.AsMemory(0, _length)), _count);
        _messagesInTick++;
        _sent++;
    }

    private LedgerEntry Entry(LedgerKind kind, int events = 1) => new(default, kind, default, events) { Tick = _run.Time };
}
