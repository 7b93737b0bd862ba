using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Simulation.Messages;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>CMD_IPTAG of a BMP, which has no reverse tags and no flags.</summary>
internal static class BmpTagCommand
{
    private const int RecordSize = 24;
    private const uint LargestTimeout = 16;

    private enum Operation
    {
        New = 0,
        Set = 1,
        Get = 2,
        Clear = 3,
        Timeout = 4,
    }

    public static BmpWork Execute(SdpBuffer message, TagTable tags, TimeSpan now)
    {
        (uint first, uint second, uint third) = message.Arguments;
        var operation = (Operation)(byte)(first >> 16);
        byte tag = (byte)first;
        if (operation > Operation.Timeout || tag >= TagTable.Size)
            return BmpWork.Now(ScpResult.BadArgument);

        tags.Advance(now);
        switch (operation)
        {
            case Operation.New or Operation.Set:
                tag = operation == Operation.New ? tags.FindFree() : tag;
                if (tag != TagTable.NoTag)
                    Set(tags[tag], message.Origin, second, third);

                return Tell(message, tag);
            case Operation.Get:
                return Get(message, tags, tag, second);
            case Operation.Clear:
                tags[tag].Flags = TagFlags.None;
                return BmpWork.Now(ScpResult.Ok);
            default:
                uint tables = ((uint)TagTable.PoolSize << 24) | ((uint)TagTable.PoolStart << 16) | tags.TimeoutCode;
                if (second < LargestTimeout)
                    tags.TimeoutCode = (byte)second;

                return Tell(message, tables);
        }
    }

    private static void Set(TagEntry entry, IPEndPoint? sender, uint timeoutAndPort, uint address)
    {
        entry.Clear();
        entry.Timeout = TagTable.Ticks((int)((timeoutAndPort >> 16) & 0xF));
        if (address == 0 && sender is not null)
        {
            entry.PointAt(sender);
            address = entry.Address;
        }

        entry.PointAt(address, (ushort)timeoutAndPort);
        entry.HasHardwareAddress = true;
        entry.Flags = TagFlags.Valid;
    }

    private static BmpWork Get(SdpBuffer message, TagTable tags, int first, uint count)
    {
        if (count * RecordSize > BmpCommands.LargestData || count > TagTable.Size)
            return BmpWork.Now(ScpResult.BadArgument);

        int length = (int)count * RecordSize;
        Span<byte> reply = message.Payload[..length];
        reply.Clear();
        Span<byte> record = stackalloc byte[TagEntry.RecordSize];
        for (int tag = first; tag < TagTable.Size && !reply.IsEmpty; tag++)
        {
            tags[tag].Write(record);
            record[..RecordSize].CopyTo(reply);
            reply = reply[RecordSize..];
        }

        return BmpWork.Now(ScpResult.Ok, length);
    }

    private static BmpWork Tell(SdpBuffer message, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(message.Payload, value);
        return BmpWork.Now(ScpResult.Ok, sizeof(uint));
    }
}
