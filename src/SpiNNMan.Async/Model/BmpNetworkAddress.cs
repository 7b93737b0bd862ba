using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Model;

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
public sealed record BmpNetworkAddress(
    ushort Flags, PhysicalAddress MacAddress, IPAddress IPAddress, IPAddress Gateway, IPAddress SubnetMask, ushort Port)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = 32;

    /// <summary>Reads it from the start of <paramref name="source"/>; what follows it is ignored.</summary>
    /// <returns><see langword="false"/> if there are fewer than <see cref="Size"/> bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> source, [NotNullWhen(true)] out BmpNetworkAddress? address, out PacketError error)
    {
        if (source.Length < Size)
        {
            address = null;
            error = PacketError.TooShort(nameof(BmpNetworkAddress), source.Length, Size, source.Length);
            return false;
        }

        address = new BmpNetworkAddress(
            BinaryPrimitives.ReadUInt16LittleEndian(source),
            new PhysicalAddress(source.Slice(2, 6).ToArray()),
            new IPAddress(source.Slice(8, 4)),
            new IPAddress(source.Slice(12, 4)),
            new IPAddress(source.Slice(16, 4)),
            BinaryPrimitives.ReadUInt16LittleEndian(source[20..]));
        error = default;
        return true;
    }
}
