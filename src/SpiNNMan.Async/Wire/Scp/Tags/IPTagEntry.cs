using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Scp.Tags;

/// <summary>An entry of a chip's table of IP tags.</summary>
/// <param name="Address">The host the tag sends to.</param>
/// <param name="MacAddress">The Ethernet address it sends to. While the board looks it up, its first four bytes are the IP address.</param>
/// <param name="Port">The UDP port it sends to.</param>
/// <param name="Timeout">How much longer the tag lives, in units of 10 ms; 0 means for ever.</param>
/// <param name="Flags">The kind of the tag. If the entry is not in use, its other fields are old.</param>
/// <param name="MessageCount">How many messages it has sent.</param>
/// <param name="ReceivePort">The UDP port a reverse tag listens on.</param>
/// <param name="Destination">The core a reverse tag delivers to.</param>
/// <param name="DestinationPort">The SDP port a reverse tag delivers to, 0 to 7.</param>
/// <remarks>
/// <code>
///  0  4 u8  IP address            4  6 u8  MAC address
/// 10  u16   port                 12  u16   time-out
/// 14  u16   flags                16  u32   messages sent
/// 20  u16   receive port         22  u8    y        23  u8  x
/// 24  u8    SDP port [7:5] and core [4:0]           25  7 u8  padding, may be missing
/// </code>
/// Protocol: scp.md, "IP tags".
/// </remarks>
public readonly record struct IPTagEntry(
    IPAddress Address,
    PhysicalAddress MacAddress,
    ushort Port,
    ushort Timeout,
    IPTagFlags Flags,
    uint MessageCount,
    ushort ReceivePort,
    CoreLocation Destination,
    byte DestinationPort)
{
    /// <summary>The length of an entry in bytes.</summary>
    public const int Size = 32;

    /// <summary>How many of its bytes hold something.</summary>
    public const int MinSize = 25;

    /// <summary>The highest tag that hosts set, 7. The board uses higher ones for replies.</summary>
    public const int MaxFixedTag = 7;

    /// <summary>The highest number of a tag, 15.</summary>
    public const int MaxTag = 15;

    /// <summary>The host the tag sends to; an object made when it is asked for.</summary>
    /// <exception cref="InvalidParameterException">The value given is no IPv4 address.</exception>
    public IPAddress Address
    {
        get => AddressNumbers.ToIPAddress(AddressNumber);
        init => AddressNumber = AddressNumbers.FromIPAddress(value, nameof(Address));
    }

    /// <summary>The Ethernet address the tag sends to; an object made when it is asked for.</summary>
    /// <exception cref="InvalidParameterException">The value given has not six bytes.</exception>
    public PhysicalAddress MacAddress
    {
        get => AddressNumbers.ToMacAddress(MacNumber);
        init => MacNumber = AddressNumbers.FromMacAddress(value, nameof(MacAddress));
    }

    /// <summary>Whether the tag is in use.</summary>
    public bool IsInUse => Flags.HasFlag(IPTagFlags.InUse);

    /// <summary>Whether it was made for one reply.</summary>
    public bool IsTransient => Flags.HasFlag(IPTagFlags.Transient);

    /// <summary>Whether its MAC address is being looked up.</summary>
    public bool IsAddressResolving => Flags.HasFlag(IPTagFlags.AddressResolving);

    /// <summary>Whether it takes datagrams in.</summary>
    public bool IsReverse => Flags.HasFlag(IPTagFlags.Reverse);

    /// <summary>Whether messages leave without padding and SDP header.</summary>
    public bool StripsSdp => Flags.HasFlag(IPTagFlags.StripSdp);

    private uint AddressNumber { get; init; } = AddressNumbers.FromIPAddress(Address, nameof(Address));

    private ulong MacNumber { get; init; } = AddressNumbers.FromMacAddress(MacAddress, nameof(MacAddress));

    /// <summary>Reads an entry from the start of <paramref name="source"/>; the padding may be missing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out IPTagEntry entry, out PacketError error)
    {
        if (source.Length < MinSize)
        {
            entry = default;
            error = PacketError.TooShort(nameof(IPTagEntry), source.Length, MinSize, source.Length);
            return false;
        }

        entry = new IPTagEntry
        {
            AddressNumber = BinaryPrimitives.ReadUInt32LittleEndian(source),
            MacNumber = AddressNumbers.ReadMac(source[4..]),
            Port = BinaryPrimitives.ReadUInt16LittleEndian(source[10..]),
            Timeout = BinaryPrimitives.ReadUInt16LittleEndian(source[12..]),
            Flags = (IPTagFlags)BinaryPrimitives.ReadUInt16LittleEndian(source[14..]),
            MessageCount = BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
            ReceivePort = BinaryPrimitives.ReadUInt16LittleEndian(source[20..]),
            Destination = new CoreLocation(source[23], source[22], (byte)(source[24] & 0x1F)),
            DestinationPort = (byte)(source[24] >> 5),
        };
        error = default;
        return true;
    }

    /// <summary>Writes an entry with its padding.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Size"/>.</exception>
    public void Write(Span<byte> destination)
    {
        if (destination.Length < Size)
            throw new ArgumentException($"An IP tag takes {Size} bytes, {destination.Length} are there.", nameof(destination));

        destination[..Size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination, AddressNumber);
        AddressNumbers.WriteMac(destination[4..], MacNumber);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[10..], Port);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[12..], Timeout);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[14..], (ushort)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], MessageCount);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[20..], ReceivePort);
        destination[22] = Destination.Y;
        destination[23] = Destination.X;
        destination[24] = (byte)((DestinationPort << 5) | (Destination.Core & 0x1F));
    }
}
