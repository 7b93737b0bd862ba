using System.Buffers.Binary;
using System.Net;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Scp.Requests;

/// <summary>The words that the commands about IP tags have in common.</summary>
internal static class IPTagWords
{
    /// <summary>Argument 1: flags, operation and tag.</summary>
    public static uint First(IPTagOperation operation, byte tag, bool strip = false, bool reverse = false, bool useSender = false) =>
        (useSender ? 1u << 30 : 0) | (reverse ? 1u << 29 : 0) | (strip ? 1u << 28 : 0) | ((uint)operation << 16) | tag;

    /// <summary>An IPv4 address as a word whose lowest byte is the first of the address.</summary>
    public static uint FromAddress(IPAddress address, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(address, parameterName);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        if (!address.TryWriteBytes(bytes, out int written) || written != bytes.Length)
            throw new InvalidParameterException(parameterName, address, "it must be an IPv4 address");

        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
