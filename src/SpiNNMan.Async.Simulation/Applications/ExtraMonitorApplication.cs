using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>Behaves as the extra monitor of the usual tool chain does. It streams the memory of its chip and looks after the router of its chip.
/// The router's settings are how long packets wait, which kinds are sent again, and the routes of system and application.</summary>
/// <remarks>
/// Commands come as SCP to ports 4 and 6. On port 4, commands 0 and 1 set how long packets wait, and 2 sets which kinds are sent again.
/// Command 3 tells the state in 40 bytes, 4 resets counters, 5 ends, and 6 clears the queue. On port 6, command 6 keeps the
/// routes of the application, 7 brings them back, and 8 loads those of the system. No packet is dropped here, so nothing is sent again.
/// Messages to port 5 make it stream memory of its chip to the packet gatherer of its board.
/// Multicast packets from the gatherer are written into its memory. Protocol: virtual-machine.md, "Streams of memory".
/// </remarks>
public sealed class ExtraMonitorApplication : IVirtualCoreApplication
{
    /// <summary>The port for settings of the router.</summary>
    public const byte ControlPort = 4;

    /// <summary>The port for routes.</summary>
    public const byte RoutesPort = 6;

    /// <summary>The port for streams of memory.</summary>
    public const byte StreamPort = 5;

    private const int ArgumentsOffset = 4;
    private const int StatusWords = 10;
    private const uint KeysRegion = 1;
    private const uint CountsRegion = 3;

    /// <summary>Routers that wait longer than this drop nothing.</summary>
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

    /// <summary>The kinds of packets that are sent again, in the order of the state's bits.</summary>
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

    /// <summary>Whether it has the faults of the real program. A word without an address stops it. After a list of missing datagrams that came after CLEAR, it answers no more lists. The default is
    /// <see langword="true"/>.</summary>
    public bool HasFaults { get; init; } = true;

    /// <summary>The shortest time that a datagram of a stream takes, up to a day. The default, 27.04 microseconds, is its time on the wire of a board. The time of the monitor that forwards it is
    /// <see cref="ServiceTime.PerStreamedDatagram"/>.</summary>
    public TimeSpan BlockTime { get; init => field = OptionChecks.NotNegative(value); } = TimeSpan.FromMicroseconds(27.04);

    /// <summary>The part of the words of streams that is lost on the chips, 0 to 1, as long as the router of its chip drops waiting packets.
    /// All words after a lost one move up. The default is 0.</summary>
    public double WordLoss { get; init => field = OptionChecks.Share(value); }

    /// <summary>The seed of the random losses, together with the place of the core. The default is 0.</summary>
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

        // One word for each kind, in the order of the requests. The value 0 means that the kind is sent again.
        _reinjected = Flags(index => DataTable.ReadWord(core, region + (sizeof(uint) * index)) == 0);
        _timeoutKey = DataTable.ReadWord(core, region + TimeoutKeyOffset);
    }

    /// <inheritdoc/>
    public void OnMulticast(IVirtualCore core, uint key, uint? payload)
    {
        // The packet gatherer of the board sets the waits of all its chips by this packet.
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

    /// <summary>Shows four counts to hosts: messages, streams from the host, streams to the host, changes of the router.</summary>
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
                // The program ends, but goes on answering.
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

    /// <summary>Requests name the kinds in a different order from the state.</summary>
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
