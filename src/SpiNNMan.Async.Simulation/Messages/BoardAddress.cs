using System.Buffers.Binary;
using System.Net;

namespace SpiNNMan.Async.Simulation.Messages;

/// <summary>The addresses of a board on its network, from its serial ROM.</summary>
/// <remarks>Words hold addresses in the order of the bytes on the network, read as little-endian.</remarks>
internal sealed class BoardAddress
{
    /// <summary>The number of bytes in the ROM for the network.</summary>
    public const int Size = 32;

    /// <summary>The frame number of boards that were never given another.</summary>
    public const byte DefaultFrame = 240;

    private const int AddressSize = 4;
    private const byte BoardsWithBmp = 5;
    private const ushort CommandPort = 17893;
    private const ushort HasEthernet = 0x8001;
    private const ushort InitialisesAdapter = 8;

    public BoardAddress(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[AddressSize];
        address.TryWriteBytes(bytes, out _);
        Bytes = bytes.ToArray();
        Address = BinaryPrimitives.ReadUInt32LittleEndian(bytes);

        // The mask is 255.0.0.0 in the loopback network. Elsewhere it is 255.255.0.0, the factory setting of boards.
        Mask = bytes[0] == IPAddress.Loopback.GetAddressBytes()[0] ? 0x000000FFu : 0x0000FFFFu;
        Gateway = (Address & Mask) | 0xFE000000u;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public uint Address { get; }

    public uint Mask { get; }

    public uint Gateway { get; }

    /// <summary>The address on the board's network that carries a datagram towards its destination.</summary>
    public uint NextHop(uint target) => (target & Mask) == (Address & Mask) ? target : Gateway;

    /// <summary>Writes the record that the ROM holds.</summary>
    /// <param name="record">The destination; <see cref="Size"/> bytes.</param>
    /// <param name="hardwareVersion">The kind of board.</param>
    /// <param name="frame">The number of the board's frame.</param>
    public void Write(Span<byte> record, byte hardwareVersion, byte frame = DefaultFrame)
    {
        record[..Size].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(record, (ushort)(HasEthernet | InitialisesAdapter | (hardwareVersion << 4)));
        byte last = frame == DefaultFrame && hardwareVersion != BoardsWithBmp ? (byte)1 : Bytes.Span[^1];
        ReadOnlySpan<byte> hardwareAddress = [0x00, 0x00, 0xA4, frame, 0x00, last];
        hardwareAddress.CopyTo(record[2..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], Address);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], Gateway);
        BinaryPrimitives.WriteUInt32LittleEndian(record[16..], Mask);
        BinaryPrimitives.WriteUInt16LittleEndian(record[20..], CommandPort);
    }
}
