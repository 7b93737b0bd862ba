using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>The network settings of one Ethernet of a board, as its BMP keeps them.</summary>
/// <param name="Flags">Settings of the firmware.</param>
/// <param name="MacAddress">The Ethernet address.</param>
/// <param name="IPAddress">The IPv4 address.</param>
/// <param name="Gateway">The address of the gateway.</param>
/// <param name="SubnetMask">The mask of the subnet.</param>
/// <param name="Port">The UDP port.</param>
/// <remarks>
/// <code>
///  0  u16  flags
///  2  6    Ethernet address
///  8  4    IPv4 address        12  4  gateway        16  4  subnet mask
/// 20  u16  port                22  10  not used
/// </code>
/// Protocol: bmp.md, "Information".
/// </remarks>
public readonly record struct BmpNetworkAddress(
    ushort Flags, PhysicalAddress MacAddress, IPAddress IPAddress, IPAddress Gateway, IPAddress SubnetMask, ushort Port)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 32;

    /// <summary>The Ethernet address; an object made when it is asked for.</summary>
    /// <exception cref="InvalidParameterException">The value given has not six bytes.</exception>
    public PhysicalAddress MacAddress
    {
        get => AddressNumbers.ToMacAddress(MacNumber);
        init => MacNumber = AddressNumbers.FromMacAddress(value, nameof(MacAddress));
    }

    /// <summary>The IPv4 address; an object made when it is asked for.</summary>
    /// <exception cref="InvalidParameterException">The value given is no IPv4 address.</exception>
    public IPAddress IPAddress
    {
        get => AddressNumbers.ToIPAddress(IPAddressNumber);
        init => IPAddressNumber = AddressNumbers.FromIPAddress(value, nameof(IPAddress));
    }

    /// <summary>The address of the gateway; an object made when it is asked for.</summary>
    /// <exception cref="InvalidParameterException">The value given is no IPv4 address.</exception>
    public IPAddress Gateway
    {
        get => AddressNumbers.ToIPAddress(GatewayNumber);
        init => GatewayNumber = AddressNumbers.FromIPAddress(value, nameof(Gateway));
    }

    /// <summary>The mask of the subnet; an object made when it is asked for.</summary>
    /// <exception cref="InvalidParameterException">The value given is no IPv4 address.</exception>
    public IPAddress SubnetMask
    {
        get => AddressNumbers.ToIPAddress(SubnetMaskNumber);
        init => SubnetMaskNumber = AddressNumbers.FromIPAddress(value, nameof(SubnetMask));
    }

    private ulong MacNumber { get; init; } = AddressNumbers.FromMacAddress(MacAddress, nameof(MacAddress));

    private uint IPAddressNumber { get; init; } = AddressNumbers.FromIPAddress(IPAddress, nameof(IPAddress));

    private uint GatewayNumber { get; init; } = AddressNumbers.FromIPAddress(Gateway, nameof(Gateway));

    private uint SubnetMaskNumber { get; init; } = AddressNumbers.FromIPAddress(SubnetMask, nameof(SubnetMask));

    /// <summary>Reads it from the start of <paramref name="source"/>; bytes after it are ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="Size"/> bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, out BmpNetworkAddress address, out PacketError error)
    {
        if (source.Length < Size)
        {
            address = default;
            error = PacketError.TooShort(nameof(BmpNetworkAddress), source.Length, Size, source.Length);
            return false;
        }

        address = new BmpNetworkAddress
        {
            Flags = BinaryPrimitives.ReadUInt16LittleEndian(source),
            MacNumber = AddressNumbers.ReadMac(source[2..]),
            IPAddressNumber = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            GatewayNumber = BinaryPrimitives.ReadUInt32LittleEndian(source[12..]),
            SubnetMaskNumber = BinaryPrimitives.ReadUInt32LittleEndian(source[16..]),
            Port = BinaryPrimitives.ReadUInt16LittleEndian(source[20..]),
        };
        error = default;
        return true;
    }
}
