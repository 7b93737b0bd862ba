using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Behaves as the extra monitor of the usual tool chain does, which streams the memory of its chip and looks after the router of its chip: how long packets wait, which are sent again, and the routes of system and application.</summary>
/// <remarks>
/// Commands come as SCP to port 4: 0 and 1 set how long packets wait, 2 which kinds are sent again, 3 tells the state in 40 bytes, 4 resets counters, 5 ends, 6 clears the queue; and to port 6: 6 keeps the
/// routes of the application, 7 brings them back, 8 loads those of the system. No packet is dropped here, so nothing is sent again. Messages to port 5 make it stream memory of its chip to the packet gatherer of its board, and
/// multicast packets from there are written into its memory. Protocol: virtual-machine.md, "Streams of memory".
/// </remarks>
public sealed class ExtraMonitorApplication : IVirtualCoreApplication
{
    /// <summary>The port for what the router does with packets.</summary>
    public const byte ControlPort = 4;

    /// <summary>The port for routes.</summary>
    public const byte RoutesPort = 6;

    /// <summary>The port for streams of memory.</summary>
    public const byte StreamPort = 5;

    private const int ArgumentsOffset = 4;
    private const int StatusWords = 10;
    private const uint KeysRegion = 1;
    private const uint CountsRegion = 3;

    /// <summary>With a longer wait than this, routers drop nothing.</summary>
    private const byte NoDropWait = 0xEE;
    private const byte StartWait = 0x4F;
    private const uint SystemRoutesRegion = 2;
    private const uint TimeoutKeyOffset = 16;

    private readonly RouterRoutes _routes = new();
    private Reinjected _reinjected = Reinjected.Multicast;
    private uint? _timeoutKey;
    private OutgoingStream? _outgoing;
    private StreamedInput? _input;
    private Prng? _random;
    private uint _messages;
    private uint _changes;

    /// <summary>Which kinds of packets are sent again, in the order of the state's bits.</summary>
    [Flags]
    private enum Reinjected : uint
    {
        None = 0,
        Multicast = 1,
        PointToPoint = 2,
        NearestNeighbour = 4,
        FixedRoute = 8,
    }

    private enum Control : ushort
    {
        SetFirstWait = 0,
        SetSecondWait = 1,
        SetPacketTypes = 2,
        GetStatus = 3,
        ResetCounters = 4,
        Exit = 5,
        ClearQueue = 6,
    }

    private enum Routes : ushort
    {
        Save = 6,
        LoadApplication = 7,
        LoadSystem = 8,
    }

    /// <inheritdoc/>
    public string Name => "extra_monitor_s";

    /// <summary>Whether it has the faults of the real program: it stops when a word comes to it that has no place, and answers no list of missing datagrams any more after one that came after CLEAR. The default is
    /// <see langword="true"/>.</summary>
    public bool HasFaults { get; init; } = true;

    /// <summary>How long a datagram of a stream takes at the least, up to a day. The default, 27.04 microseconds, is what it takes on the wire of a board; the time of the monitor that forwards it is
    /// <see cref="ServiceTime.PerStreamedDatagram"/>.</summary>
    public TimeSpan BlockTime { get; init => field = OptionChecks.NotNegative(value); } = TimeSpan.FromMicroseconds(27.04);

    /// <summary>How large a part of the words of streams the network on the chips loses as long as the router of its chip drops packets that wait, 0 to 1: all words after a lost one move up. The default is 0.</summary>
    public double WordLoss { get; init => field = OptionChecks.Share(value); }

    /// <summary>What losses are drawn from, with the place of the core. The default is 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public void OnStart(IVirtualCore core)
    {
        RouterWaits.Set(core, first: true, StartWait);
        RouterWaits.Set(core, first: false, 0);
        _random = new Prng(Prng.Mix(Seed) ^ (uint)((core.Location.X << 16) | (core.Location.Y << 8) | core.Location.Core));
        _outgoing = new OutgoingStream(StreamKeys.ReadMonitor(core, DataTable.FindRegion(core, KeysRegion)), HasFaults, BlockTime, LosesWord);
        _input = StreamedInput.Read(core, DataTable.FindRegion(core, SystemRoutesRegion), HasFaults);
        uint region = DataTable.FindRegion(core, 0);
        if (region == 0)
            return;

        // A word for each kind, in the order of the requests: 0 is to send it again.
        _reinjected = Flags(index => DataTable.ReadWord(core, region + (sizeof(uint) * index)) == 0);
        _timeoutKey = DataTable.ReadWord(core, region + TimeoutKeyOffset);
    }

    /// <inheritdoc/>
    public void OnMulticast(IVirtualCore core, uint key, uint? payload)
    {
        // The packet gatherer of the board sets the waits of all its chips so.
        if (payload is not { } value)
            return;

        if (_timeoutKey is { } first && key - first is < 2 and var wait)
            RouterWaits.Set(core, first: wait == 0, (byte)value);
        else
            _input?.Take(core, key, value);
    }

    /// <inheritdoc/>
    public void OnMessage(IVirtualCore core, in SdpMessage message)
    {
        if (message.Data.Length < ArgumentsOffset)
            return;

        _messages++;
        ushort command = BinaryPrimitives.ReadUInt16LittleEndian(message.Data.Span);
        if (message.Header.Destination.Port == ControlPort)
            Obey(core, message, (Control)command);
        else if (message.Header.Destination.Port == RoutesPort)
            Obey(core, message, (Routes)command);
        else if (message.Header.Destination.Port == StreamPort)
            _outgoing?.OnMessage(core, new StreamMessage(message));

        ShowCounts(core);
    }

    /// <summary>Shows hosts how often something was done: messages, streams from the host, streams to the host, changes of the router.</summary>
    private void ShowCounts(IVirtualCore core)
    {
        uint region = DataTable.FindRegion(core, CountsRegion);
        if (region != 0)
            DataTable.WriteWords(core, region, _messages, _input?.Transfers ?? 0, _outgoing?.Streams ?? 0, _changes);
    }

    private bool LosesWord(IVirtualCore core) => WordLoss > 0 && RouterWaits.Get(core, first: true) < NoDropWait && _random!.NextDouble() < WordLoss;

    private void Obey(IVirtualCore core, in SdpMessage message, Control command)
    {
        switch (command)
        {
            case Control.SetFirstWait or Control.SetSecondWait when Argument(message, 0) <= byte.MaxValue:
                RouterWaits.Set(core, first: command == Control.SetFirstWait, (byte)Argument(message, 0));
                ProgramReply.Send(core, message);
                break;
            case Control.SetPacketTypes:
                uint[] kinds = [Argument(message, 0), Argument(message, 1), Argument(message, 2), Argument(message, 3) & byte.MaxValue];
                _reinjected = Flags(index => kinds[index] != 0);
                ProgramReply.Send(core, message);
                break;
            case Control.GetStatus:
                ProgramReply.Send(core, message, argument: Status(core));
                break;
            case Control.ResetCounters or Control.ClearQueue:
                ProgramReply.Send(core, message);
                break;
            case Control.Exit:
                // It ends, and goes on answering.
                ProgramReply.Send(core, message);
                core.Show(CoreState.Finished);
                break;
            default:
                ProgramReply.Send(core, message, ScpResult.BadArgument);
                break;
        }
    }

    private void Obey(IVirtualCore core, in SdpMessage message, Routes command)
    {
        switch (command)
        {
            case Routes.Save:
                _changes++;
                _routes.Save(core);
                ProgramReply.Send(core, message);
                break;
            case Routes.LoadApplication:
                _changes++;
                _routes.LoadSaved(core);
                ProgramReply.Send(core, message);
                break;
            case Routes.LoadSystem:
                _changes++;
                _routes.LoadSystem(core, DataTable.FindRegion(core, SystemRoutesRegion));
                ProgramReply.Send(core, message);
                break;
            default:
                ProgramReply.Send(core, message, ScpResult.BadArgument);
                break;
        }
    }

    /// <summary>The state: how long packets wait, seven counts, the kinds that are sent again, and which cores and links refused packets.</summary>
    private byte[] Status(IVirtualCore core)
    {
        const int flags = 8;
        var status = new byte[StatusWords * sizeof(uint)];
        status[0] = RouterWaits.Get(core, first: true);
        status[sizeof(uint)] = RouterWaits.Get(core, first: false);
        BinaryPrimitives.WriteUInt32LittleEndian(status.AsSpan(flags * sizeof(uint)), (uint)_reinjected);
        return status;
    }

    /// <summary>Requests name the kinds in another order than the state does.</summary>
    private static Reinjected Flags(Func<uint, bool> isSet)
    {
        ReadOnlySpan<Reinjected> order = [Reinjected.Multicast, Reinjected.PointToPoint, Reinjected.FixedRoute, Reinjected.NearestNeighbour];
        Reinjected flags = Reinjected.None;
        for (int i = 0; i < order.Length; i++)
        {
            if (isSet((uint)i))
                flags |= order[i];
        }

        return flags;
    }

    private static uint Argument(in SdpMessage message, int number)
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        word.Clear();
        int at = ArgumentsOffset + (number * sizeof(uint));
        ReadOnlySpan<byte> data = message.Data.Span;
        if (at < data.Length)
            data[at..Math.Min(at + sizeof(uint), data.Length)].CopyTo(word);

        return BinaryPrimitives.ReadUInt32LittleEndian(word);
    }
}
