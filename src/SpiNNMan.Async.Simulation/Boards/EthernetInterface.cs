using System.Net;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Counters;
using SpiNNMan.Async.Simulation.Faults;
using SpiNNMan.Async.Simulation.Firmware;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Simulation.Scheduling;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The connection between a board's monitor and the network. It takes datagrams as the firmware does, and sends messages out by IP tags.</summary>
internal sealed class EthernetInterface(VirtualChip chip, BoardPort port, Scamp scamp, BoardOptions options, MachineResources resources) : IEthernet
{
    private const int MaxReverseData = 272;
    private const ushort RootAddress = 0xFFFF;

    private readonly SdpBufferPool _buffers = new(scamp.Firmware.BufferCount, port.Counters);
    private readonly FloodReplies _floodReplies = new(() => resources.FloodReplyLoss, Prng.Mix(options.Seed + 4));
    private readonly PaddingSource _padding = new(options.VariesPadding, options.Seed, port.Address.Address);
    private TimeSpan _busyUntil;
    private TimeSpan _wireInUntil;
    private TimeSpan _wireOutUntil;

    public VirtualChip Chip { get; } = chip;

    /// <summary>The address of the board on its network.</summary>
    public BoardAddress Address { get; } = port.Address;

    public bool Answers(uint address) => resources.Hosts.Answers(address, Address.Address);

    /// <summary>Takes a datagram that came to the port for commands.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        if (!Chip.IsAlive)
        {
            port.Counters.Drop(DropReason.MonitorDead);
            return;
        }

        Hear(sender);
        ReadOnlySpan<byte> message = datagram.Length > SdpMessage.PadSize ? datagram[SdpMessage.PadSize..] : [];
        if (message.Length > SdpBuffer.MaxLength)
        {
            port.Counters.Drop(DropReason.TooLong);
            return;
        }

        if (!_buffers.TryTake(out SdpBuffer? buffer))
        {
            port.Counters.Drop(DropReason.NoBuffer);
            return;
        }

        buffer.Fill(message, sender);
        if (!TryTagReply(buffer, sender))
        {
            _buffers.Return(buffer);
            return;
        }

        buffer.Source = Chip.Identity.Address;
        Serve(buffer);
    }

    /// <summary>Takes a datagram that came to another port, for the core that a reverse tag names.</summary>
    public void ReceiveReverse(ushort receivePort, ReadOnlySpan<byte> datagram, IPEndPoint sender)
    {
        Chip.Tags.Advance(scamp.Clock.Now);
        byte tag = Chip.Tags.FindReverse(receivePort);
        if (tag == TagTable.NoTag || !Chip.IsAlive)
        {
            // The time of the tag has run out.
            if (tag == TagTable.NoTag)
                UpdateListeners();

            port.Counters.Drop(DropReason.NoReverseTag);
            return;
        }

        if (datagram.Length > MaxReverseData)
        {
            port.Counters.Drop(DropReason.TooLong);
            return;
        }

        if (!_buffers.TryTake(out SdpBuffer? buffer))
        {
            port.Counters.Drop(DropReason.NoBuffer);
            return;
        }

        Hear(sender);
        TagEntry entry = Chip.Tags[tag];
        entry.PointAt(sender);
        entry.HasHardwareAddress = true;
        var header = new SdpHeader(
            SdpFlags.ReplyNotExpected,
            tag,
            new SdpEndpoint(SdpBuffer.LocationOf(entry.Destination), (byte)(entry.DestinationPort & 0x1F), (byte)(entry.DestinationPort >> 5)),
            SdpEndpoint.Host(Chip.Location));
        header.Write(buffer.Bytes);
        datagram.CopyTo(buffer.Bytes[SdpHeader.Size..]);
        buffer.Length = SdpHeader.Size + datagram.Length;
        buffer.Origin = sender;
        Serve(buffer);
    }

    public TimeSpan Backlog
    {
        get
        {
            TimeSpan until = _busyUntil > _wireOutUntil ? _busyUntil : _wireOutUntil;
            return until > scamp.Clock.DueNow ? until - scamp.Clock.DueNow : TimeSpan.Zero;
        }
    }

    /// <summary>Sends a message out by the IP tag that it names. A message of a stream leaves when the monitor comes to it.</summary>
    public void Transmit(SdpBuffer message)
    {
        TimeSpan work = resources.Pace.PerStreamedDatagram;
        if (!message.IsStreamed || work == TimeSpan.Zero)
        {
            TransmitNow(message);
            return;
        }

        // Only this class has the buffers of messages from cores.
        TimeSpan now = scamp.Clock.DueNow;
        _busyUntil = (_busyUntil > now ? _busyUntil : now) + work;
        scamp.Clock.Schedule(_busyUntil - now, () =>
        {
            if (Chip.IsAlive)
                TransmitNow(message);
            else
                Drop(message, DropReason.MonitorDead);
        });
    }

    private void TransmitNow(SdpBuffer message)
    {
        Chip.Tags.Advance(scamp.Clock.Now);
        if (message.Tag >= TagTable.Size || !Chip.Tags[message.Tag].Is(TagFlags.Valid))
        {
            Drop(message, DropReason.TagNotSet);
            return;
        }

        TagEntry entry = Chip.Tags[message.Tag];
        if (!resources.Hosts.MayReceive(entry.Address))
        {
            Drop(message, DropReason.StrangeDestination);
            return;
        }

        _padding.Fill(message.Padding);
        ushort from = entry.Is(TagFlags.Reverse) ? entry.ReceivePort : (ushort)ScpMessage.Port;
        ReadOnlySpan<byte> datagram = entry.Is(TagFlags.Strip) ? message.Datagram[Math.Min(message.Datagram.Length, SdpMessage.PadSize + SdpHeader.Size)..] : message.Datagram;
        port.Counters.Sent++;
        message.Journey?.Send(message.Tag);
        Send(from, datagram, entry.Target, message.Journey is { } journey ? journey.Arrive : null);
        if (entry.Is(TagFlags.Transient))
            entry.Flags = TagFlags.None;
        else
            entry.Count++;
    }

    private void Drop(SdpBuffer message, DropReason reason)
    {
        port.Counters.Drop(reason);
        message.Journey?.Drop(reason);
    }

    /// <summary>Sends a datagram after those before it have passed the wire.</summary>
    private void Send(ushort from, ReadOnlySpan<byte> datagram, IPEndPoint target, Action? arrived)
    {
        TimeSpan onWire = resources.Pace.OnWire(datagram.Length);
        if (onWire == TimeSpan.Zero)
        {
            port.Wire.Send(from, datagram, target, arrived);
            return;
        }

        TimeSpan now = scamp.Clock.DueNow;
        _wireOutUntil = (_wireOutUntil > now ? _wireOutUntil : now) + onWire;
        byte[] copy = datagram.ToArray();
        scamp.Clock.Schedule(_wireOutUntil - now, () => port.Wire.Send(from, copy, target, arrived));
    }

    /// <summary>Listens on the ports of the reverse tags that are set now.</summary>
    public void UpdateListeners()
    {
        var ports = new HashSet<ushort>();
        for (int tag = 0; tag < TagTable.PoolStart; tag++)
        {
            TagEntry entry = Chip.Tags[tag];
            if (entry.Is(TagFlags.Valid) && entry.Is(TagFlags.Reverse) && entry.ReceivePort is not (0 or ScpMessage.Port))
                ports.Add(entry.ReceivePort);
        }

        port.Wire.Listen(ports);
    }

    /// <summary>A host that did not answer the board's question for its address exists after all. Tags that wait for it become valid.</summary>
    private void Hear(IPEndPoint sender)
    {
        if (!resources.Hosts.Hear(sender))
            return;

        for (int tag = 0; tag < TagTable.Size; tag++)
        {
            TagEntry entry = Chip.Tags[tag];
            if (entry.Is(TagFlags.AwaitingAddress) && resources.Hosts.Answers(entry.NextHop, Address.Address))
                entry.Resolve();
        }
    }

    /// <summary>Gives a tag to a request that wants a reply. The reply goes out by that tag.</summary>
    private bool TryTagReply(SdpBuffer message, IPEndPoint sender)
    {
        if (!message.WantsReply)
            return true;

        TagTable tags = Chip.Tags;
        tags.Advance(scamp.Clock.Now);
        if (message.Tag == TagTable.NoTag)
        {
            byte tag = tags.TakeTransient(sender);
            if (tag == TagTable.NoTag)
            {
                port.Counters.Drop(DropReason.NoTransientTag);
                return false;
            }

            message.Tag = tag;
        }

        if (message.Tag < TagTable.Size && tags[message.Tag].Flags != TagFlags.None)
            return true;

        port.Counters.Drop(DropReason.TagNotSet);
        return false;
    }

    private void Serve(SdpBuffer buffer)
    {
        MonitorPace pace = resources.Pace;
        buffer.IsStreamed = pace.TakesTime && IsStreamed(buffer);
        TimeSpan work = buffer.IsStreamed ? pace.PerStreamedDatagram : pace.TakesTime ? pace.For(buffer, HopsTo(buffer.Destination)) : TimeSpan.Zero;
        if (Chip.BusyUntil > _busyUntil)
            _busyUntil = Chip.BusyUntil;

        if (work == TimeSpan.Zero && !buffer.IsStreamed && (_busyUntil == TimeSpan.Zero || _busyUntil <= scamp.Clock.Now))
        {
            Work(buffer);
        }
        else
        {
            ServeLater(buffer, pace.OnWire(buffer.Length + SdpMessage.PadSize), work);
        }
    }

    /// <summary>Whether the message is for a program on this chip that takes a stream.</summary>
    private bool IsStreamed(SdpBuffer buffer) =>
        buffer.Destination == Chip.Identity.Address && buffer.DestinationCore > 0 && buffer.DestinationCore < Chip.WorkingCores && Chip.Core(buffer.DestinationCore).Application?.TakesStream((byte)(buffer.DestinationPort >> 5)) == true;

    private int HopsTo(ushort destination) =>
        destination is RootAddress || destination == Chip.Identity.Address ? 0 : scamp.Chips.HopsBetween(Chip.Location, SdpBuffer.LocationOf(destination));

    /// <summary>The monitor waits until a time, and does nothing else.</summary>
    public void WaitUntil(TimeSpan time)
    {
        if (time > _busyUntil)
            _busyUntil = time;
    }

    private void ServeLater(SdpBuffer buffer, TimeSpan onWire, TimeSpan work)
    {
        TimeSpan now = scamp.Clock.DueNow;
        _wireInUntil = (_wireInUntil > now ? _wireInUntil : now) + onWire;
        buffer.Began = _busyUntil > _wireInUntil ? _busyUntil : _wireInUntil;
        _busyUntil = buffer.Began + work;
        bool isBlock = buffer.Length >= SdpBuffer.CommandLength && buffer.Command == ScpCommand.FloodFillData;
        if (isBlock)
            _floodReplies.Arrive();

        scamp.Clock.Schedule(_busyUntil - now, () =>
        {
            if (isBlock && _floodReplies.LeaveAndLose())
                LoseReply(buffer);

            Work(buffer);
        });
    }

    /// <summary>Executes the request, but sends no reply.</summary>
    private void LoseReply(SdpBuffer buffer)
    {
        buffer.ClearReplyFlag();
        port.Counters.Drop(DropReason.FloodReply);
    }

    /// <summary>Executes the message, unless the monitor died while the message waited.</summary>
    private void Work(SdpBuffer buffer)
    {
        if (Chip.IsAlive)
            scamp.Router.Route(Chip, buffer);
        else
            port.Counters.Drop(DropReason.MonitorDead);

        _buffers.Return(buffer);
    }
}
