using System.Buffers.Binary;
using System.Net;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>One IP tag of a chip.</summary>
internal sealed class TagEntry
{
    public const int RecordSize = 32;

    private IPEndPoint? _target;

    public uint Address { get; private set; }

    public TagFlags Flags { get; set; }

    public ushort TargetPort { get; private set; }

    /// <summary>The remaining time in ticks of ten milliseconds; 0 for no time-out.</summary>
    public ushort Timeout { get; set; }

    public uint Count { get; set; }

    public ushort ReceivePort { get; set; }

    public ushort Destination { get; set; }

    public byte DestinationPort { get; set; }

    public bool HasHardwareAddress { get; set; }

    /// <summary>The address to which the board hands datagrams for this tag, if not the target itself.</summary>
    public uint NextHop { get; set; }

    public bool Is(TagFlags flag) => (Flags & flag) != TagFlags.None;

    public void Clear()
    {
        Flags = TagFlags.None;
        Address = 0;
        TargetPort = 0;
        Timeout = 0;
        Count = 0;
        ReceivePort = 0;
        Destination = 0;
        DestinationPort = 0;
        HasHardwareAddress = false;
        NextHop = 0;
        _target = null;
    }

    /// <summary>The destination of the tag.</summary>
    public IPEndPoint Target => _target ??= new IPEndPoint(AddressOf(Address), TargetPort);

    /// <summary>Points the tag at a sender. It keeps the sender's object, so that replies allocate nothing.</summary>
    public void PointAt(IPEndPoint sender)
    {
        if (ReferenceEquals(_target, sender))
            return;

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        sender.Address.TryWriteBytes(bytes, out _);
        Address = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        TargetPort = (ushort)sender.Port;
        _target = sender;
    }

    public void PointAt(uint address, ushort port)
    {
        Address = address;
        TargetPort = port;
        _target = null;
    }

    /// <summary>The requested hardware address has come.</summary>
    public void Resolve()
    {
        HasHardwareAddress = true;
        Flags = (Flags & ~TagFlags.AwaitingAddress) | TagFlags.Valid;
    }

    /// <summary>Writes the entry in the firmware's format.</summary>
    public void Write(Span<byte> record)
    {
        record[..RecordSize].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(record, Address);
        WriteHardwareAddress(record[4..]);
        BinaryPrimitives.WriteUInt16LittleEndian(record[0x0A..], TargetPort);
        BinaryPrimitives.WriteUInt16LittleEndian(record[0x0C..], Timeout);
        BinaryPrimitives.WriteUInt16LittleEndian(record[0x0E..], (ushort)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(record[0x10..], Count);
        BinaryPrimitives.WriteUInt16LittleEndian(record[0x14..], ReceivePort);
        BinaryPrimitives.WriteUInt16LittleEndian(record[0x16..], Destination);
        record[0x18] = DestinationPort;
    }

    private static IPAddress AddressOf(uint address)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, address);
        return new IPAddress(bytes);
    }

    /// <summary>A made-up address, as virtual network cards have: a fixed prefix and the IP address. While the board still asks for it, the IP
    /// address alone stands in its place.</summary>
    private void WriteHardwareAddress(Span<byte> destination)
    {
        if (Is(TagFlags.AwaitingAddress))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination, NextHop != 0 ? NextHop : Address);
        }
        else if (HasHardwareAddress)
        {
            destination[0] = 2;
            BinaryPrimitives.WriteUInt32LittleEndian(destination[2..], NextHop != 0 ? NextHop : Address);
        }
    }
}
