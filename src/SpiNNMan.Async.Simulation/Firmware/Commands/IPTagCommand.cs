using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Simulation.Chips;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>CMD_IPTAG: sets, reads and clears IP tags and reverse IP tags.</summary>
internal sealed class IPTagCommand : ICommandHandler
{
    private const int FlagsShift = 28;
    private const uint LargestTimeoutQuery = 16;

    private enum Operation
    {
        New = 0,
        Set = 1,
        Get = 2,
        Clear = 3,
        Timeout = 4,
    }

    public CommandOutcome Execute(in CommandContext context, SdpBuffer message)
    {
        ScpArguments arguments = message.Arguments;
        var operation = (Operation)(byte)(arguments.First >> 16);
        byte tag = (byte)arguments.First;
        TagTable tags = context.Chip.Tags;
        if (operation > Operation.Timeout || tag >= TagTable.Size)
            return CommandOutcome.Refused(ScpResult.BadArgument);

        tags.Advance(context.Monitor.Now);
        switch (operation)
        {
            case Operation.New:
                return SetAndTell(context, message, tags.FindFree(), arguments);
            case Operation.Set:
                return SetAndTell(context, message, tag, arguments);
            case Operation.Get:
                return Get(tags, message, tag, arguments.Second);
            case Operation.Clear:
                tags[tag].Flags = TagFlags.None;
                context.Monitor.Network?.UpdateListeners();
                return CommandOutcome.Done();
            default:
                return ExchangeTimeout(tags, message, arguments.Second);
        }
    }

    private static CommandOutcome SetAndTell(in CommandContext context, SdpBuffer message, byte tag, ScpArguments arguments)
    {
        if (tag != TagTable.NoTag)
        {
            Set(context, message, context.Chip.Tags[tag], arguments);
            context.Monitor.Network?.UpdateListeners();
        }

        BinaryPrimitives.WriteUInt32LittleEndian(message.Payload, tag);
        return CommandOutcome.Done(sizeof(uint));
    }

    private static void Set(in CommandContext context, SdpBuffer message, TagEntry entry, ScpArguments arguments)
    {
        var flags = (TagFlags)((arguments.First >> FlagsShift) << 8);
        ushort ticks = TagTable.Ticks((int)((arguments.First >> 24) & 0xF));
        ushort port = (ushort)arguments.Second;
        IPEndPoint? sender = message.Origin;
        entry.Clear();
        entry.Timeout = ticks;
        entry.Destination = (ushort)(arguments.Second >> 16);
        entry.DestinationPort = (byte)(arguments.First >> 8);

        // The firmware keeps the time-out in the same word as the flags. A long time-out damages the flags.
        entry.Flags = flags | (TagFlags)ticks;
        if ((flags & TagFlags.Reverse) != TagFlags.None)
        {
            entry.PointAt(arguments.Third, 0);
            entry.ReceivePort = port;
            entry.Flags |= TagFlags.Valid;
            return;
        }

        if (arguments.Third != 0)
            entry.PointAt(arguments.Third, port);
        else if (sender is not null && (flags & TagFlags.UseSender) != TagFlags.None)
            entry.PointAt(sender);
        else if (sender is not null)
            PointAtAddressOf(entry, sender, port);
        else
            entry.PointAt(0, port);

        IBoardNetwork? network = context.Monitor.Network;
        entry.NextHop = network?.Address.NextHop(entry.Address) ?? entry.Address;
        bool resolves = network?.Answers(entry.NextHop) == true;
        entry.HasHardwareAddress = resolves;
        entry.Flags |= resolves ? TagFlags.Valid : TagFlags.AwaitingAddress;
    }

    private static void PointAtAddressOf(TagEntry entry, IPEndPoint sender, ushort port)
    {
        entry.PointAt(sender);
        entry.PointAt(entry.Address, port);
    }

    private static CommandOutcome Get(TagTable tags, SdpBuffer message, int first, uint count)
    {
        if (count > ScpMessage.MaxDataSize / TagEntry.RecordSize)
            return CommandOutcome.Refused(ScpResult.BadArgument);

        int length = (int)count * TagEntry.RecordSize;
        Span<byte> reply = message.Payload[..length];
        for (int tag = first; tag < TagTable.Size && !reply.IsEmpty; tag++)
        {
            tags[tag].Write(reply);
            reply = reply[TagEntry.RecordSize..];
        }

        // The number of tags is not checked. The words after the last tag are the monitor's own variables.
        for (int word = 0; !reply.IsEmpty; word++, reply = reply[sizeof(uint)..])
            BinaryPrimitives.WriteUInt32LittleEndian(reply, MonitorCode.AfterTags[word]);

        return CommandOutcome.Done(length);
    }

    private static CommandOutcome ExchangeTimeout(TagTable tags, SdpBuffer message, uint timeoutCode)
    {
        uint tables = ((uint)TagTable.PoolSize << 24) | ((uint)TagTable.PoolStart << 16) | (TagEntry.RecordSize << 8) | tags.TimeoutCode;
        BinaryPrimitives.WriteUInt32LittleEndian(message.Payload, tables);
        if (timeoutCode < LargestTimeoutQuery)
            tags.TimeoutCode = (byte)timeoutCode;

        return CommandOutcome.Done(sizeof(uint));
    }
}
