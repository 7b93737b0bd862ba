using System.Net;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The processor of a board that switches it on and off. It passes on messages for the other BMPs of its frame.</summary>
/// <remarks>It executes one command after the other, and reports every error. Protocol: virtual-machine.md, "The BMP".</remarks>
public sealed class VirtualBmp : IDevice
{
    private const int BufferCount = 8;
    private const int MaxLength = 280;
    private const byte ToHost = 7;

    private readonly Kernel _kernel;
    private readonly IDeviceWire _wire;
    private readonly DeviceCounters _counters;
    private readonly BmpCommands _commands;
    private readonly TagTable _tags = new();
    private readonly SdpBufferPool _buffers;
    private readonly Queue<SdpBuffer> _waiting = new();
    private readonly PaddingSource _padding;
    private readonly int _number;
    private bool _isBusy;

    /// <param name="kernel">The clock.</param>
    /// <param name="commands">The commands that the BMPs of the frame share.</param>
    /// <param name="number">The number, in the frame, of its board.</param>
    /// <param name="address">Its address.</param>
    /// <param name="wire">The connection to the network.</param>
    /// <param name="counters">Its counters.</param>
    internal VirtualBmp(Kernel kernel, BmpCommands commands, int number, IPAddress address, IDeviceWire wire, DeviceCounters counters)
    {
        _kernel = kernel;
        _wire = wire;
        _counters = counters;
        _commands = commands;
        _number = number;
        Boards = commands.Boards;
        EndPoint = new IPEndPoint(address, ScpMessage.Port);
        BoardOptions options = commands.Boards[number].Options;
        _padding = new PaddingSource(options.VariesPadding, options.Seed, new BoardAddress(address).Address);
        _buffers = new SdpBufferPool(BufferCount, counters);
    }

    /// <summary>The boards of its frame, in the order of their numbers.</summary>
    public IReadOnlyList<VirtualBoard> Boards { get; }

    /// <summary>The board that it is on.</summary>
    public VirtualBoard Board => Boards[_number];

    /// <summary>The address and port where it takes commands.</summary>
    public IPEndPoint EndPoint { get; internal init; }

    /// <summary>Its counts so far.</summary>
    public DeviceStatistics Statistics
    {
        get
        {
            using (_kernel.EnterAlive())
                return _counters.Snapshot();
        }
    }

    /// <inheritdoc/>
    void IDevice.Receive(ushort port, ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        _counters.Received++;
        _commands.Hosts.Hear(sender);
        if (Board.IsDead)
        {
            _counters.Drop(DropReason.NotListening);
            return;
        }

        ReadOnlySpan<byte> message = datagram.Length > SdpMessage.PadSize ? datagram[SdpMessage.PadSize..] : [];
        if (message.Length > MaxLength)
        {
            _counters.Drop(DropReason.TooLong);
            return;
        }

        if (!_buffers.TryTake(out SdpBuffer? buffer))
        {
            _counters.Drop(DropReason.NoBuffer);
            return;
        }

        buffer.Fill(message, sender);
        if (!TryTagReply(buffer, sender))
        {
            _buffers.Return(buffer);
            return;
        }

        buffer.SourcePort = (byte)((ToHost << 5) | _number);
        buffer.Source = _commands.Frame;
        _waiting.Enqueue(buffer);
        ServeWaiting();
    }

    private bool TryTagReply(SdpBuffer buffer, IPEndPoint sender)
    {
        if (!buffer.WantsReply)
            return true;

        _tags.Advance(_kernel.Now);
        if (buffer.Tag == TagTable.NoTag)
            buffer.Tag = _tags.TakeTransient(sender);

        if (buffer.Tag < TagTable.Size && _tags[buffer.Tag].Flags != TagFlags.None)
            return true;

        _counters.Drop(buffer.Tag == TagTable.NoTag ? DropReason.NoTransientTag : DropReason.TagNotSet);
        return false;
    }

    private void ServeWaiting()
    {
        while (!_isBusy && _waiting.TryDequeue(out SdpBuffer? buffer))
        {
            if (buffer.DestinationPort >> 5 == ToHost)
            {
                Transmit(buffer);
                continue;
            }

            BmpWork work = Route(buffer);
            if (work.Duration == TimeSpan.Zero)
            {
                Finish(buffer, work);
                continue;
            }

            _isBusy = true;
            _kernel.Schedule(work.Duration, () =>
            {
                _isBusy = false;
                Finish(buffer, work);
                ServeWaiting();
            });
        }
    }

    private BmpWork Route(SdpBuffer message)
    {
        if (!_commands.Has(message.DestinationCore))
            return BmpWork.Now(ScpResult.NoRoute);
        if (message.DestinationPort >> 5 != 0)
            return BmpWork.Now(ScpResult.BadPort);
        if (message.Length < SdpBuffer.CommandLength)
            return BmpWork.Now(ScpResult.BadLength);

        _counters.Count(message.Command);
        return message.Command == ScpCommand.IPTag ? BmpTagCommand.Execute(message, _tags, _kernel.Now) : _commands.Execute(message);
    }

    private void Finish(SdpBuffer message, BmpWork work)
    {
        if (!message.WantsReply || work.IsSilent)
        {
            _buffers.Return(message);
            return;
        }

        message.ClearReplyFlag();
        message.Answer(work.Result, work.Length);
        Transmit(message);
    }

    private void Transmit(SdpBuffer message)
    {
        _tags.Advance(_kernel.Now);
        TagEntry? entry = message.Tag < TagTable.Size ? _tags[message.Tag] : null;
        if (entry?.Is(TagFlags.Valid) != true)
        {
            _counters.Drop(DropReason.TagNotSet);
        }
        else if (!_commands.Hosts.MayReceive(entry.Address))
        {
            _counters.Drop(DropReason.StrangeDestination);
        }
        else
        {
            _counters.Sent++;
            _padding.Fill(message.Padding);
            _wire.Send(ScpMessage.Port, message.Datagram, entry.Target);
            if (entry.Is(TagFlags.Transient))
                entry.Flags = TagFlags.None;
        }

        _buffers.Return(message);
    }
}
