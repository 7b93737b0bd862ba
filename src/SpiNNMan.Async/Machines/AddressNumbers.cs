using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines;

/// <summary>Network addresses as numbers, so that reading one makes no object. The first byte of an address is the lowest of its number.</summary>
internal static class AddressNumbers
{
    /// <summary>The length of an Ethernet address in bytes.</summary>
    public const int MacSize = 6;

    /// <summary>The number of an IPv4 address.</summary>
    /// <exception cref="InvalidParameterException">It is no IPv4 address.</exception>
    public static uint FromIPAddress(IPAddress address, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(address, parameterName);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        if (!address.TryWriteBytes(bytes, out int written) || written != bytes.Length)
            throw new InvalidParameterException(parameterName, address, "it must be an IPv4 address");

        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>Makes the IPv4 address of a number. Each call makes a new object.</summary>
    public static IPAddress ToIPAddress(uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return new IPAddress(bytes);
    }

    /// <summary>The number of an Ethernet address.</summary>
    /// <exception cref="InvalidParameterException">It has not six bytes.</exception>
    public static ulong FromMacAddress(PhysicalAddress address, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(address, parameterName);
        byte[] bytes = address.GetAddressBytes();
        return bytes.Length == MacSize ? ReadMac(bytes) : throw new InvalidParameterException(parameterName, address, "it must have 6 bytes");
    }

    /// <summary>Makes the Ethernet address of a number. Each call makes a new object.</summary>
    public static PhysicalAddress ToMacAddress(ulong number)
    {
        var bytes = new byte[MacSize];
        WriteMac(bytes, number);
        return new PhysicalAddress(bytes);
    }

    /// <summary>The number of the Ethernet address at the start of <paramref name="source"/>.</summary>
    public static ulong ReadMac(ReadOnlySpan<byte> source) =>
        BinaryPrimitives.ReadUInt32LittleEndian(source) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(source[4..]) << 32);

    /// <summary>Writes the Ethernet address of a number.</summary>
    public static void WriteMac(Span<byte> destination, ulong number)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)number);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], (ushort)(number >> 32));
    }
}
