using System.Buffers.Binary;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Tells a core which of its recorded data has been read, in answer to <see cref="SpinnakerRequestReadData"/>.</summary>
/// <remarks>
/// <code>
/// 2  u8   [2:0] number of blocks
/// 3  u8   sequence number
/// then 8 bytes for each block:
/// 4  u16  unused
/// 6  u8   channel
/// 7  u8   region
/// 8  u32  space read, bytes
/// </code>
/// Protocol: eieio.md, "Reading recorded data".
/// </remarks>
public sealed class HostDataRead : EieioCommandMessage
{
    /// <summary>The most blocks in one message, 7.</summary>
    public const int MaxRequests = 7;

    private const int PrefixSize = 2;
    private const int RequestSize = 8;

    /// <summary>Makes the message.</summary>
    /// <param name="sequence">The number of the message this answers.</param>
    /// <param name="requests">The blocks that were read, 0 to <see cref="MaxRequests"/>.</param>
    /// <exception cref="InvalidParameterException">There are too many blocks.</exception>
    public HostDataRead(byte sequence, params ReadOnlySpan<DataRead> requests)
        : this(Encode(sequence, requests))
    {
    }

    internal HostDataRead(ReadOnlyMemory<byte> data)
        : base(EieioCommand.HostDataRead, data)
    {
    }

    /// <summary>The number of blocks, 0 to <see cref="MaxRequests"/>.</summary>
    public int RequestCount => Data.Span[0] & MaxRequests;

    /// <summary>The number of the message this answers.</summary>
    public byte Sequence => Data.Span[1];

    /// <summary>One of the blocks.</summary>
    /// <param name="requestId">Which one, from 0.</param>
    /// <exception cref="InvalidParameterException">There is no such block.</exception>
    public DataRead this[int requestId]
    {
        get
        {
            InvalidParameterException.ThrowIfOutside(requestId, 0, RequestCount - 1, nameof(requestId));
            ReadOnlySpan<byte> request = Data.Span.Slice(PrefixSize + (requestId * RequestSize), RequestSize);
            return new DataRead(request[2], request[3], BinaryPrimitives.ReadUInt32LittleEndian(request[4..]));
        }
    }

    internal static bool TryTakeFields(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> fields, out PacketError error) =>
        TryTake(data, PrefixSize, nameof(HostDataRead), out fields, out error)
        && TryTake(data, PrefixSize + ((data.Span[0] & MaxRequests) * RequestSize), nameof(HostDataRead), out fields, out error);

    private static ReadOnlyMemory<byte> Encode(byte sequence, ReadOnlySpan<DataRead> requests)
    {
        InvalidParameterException.ThrowIfOutside(requests.Length, 0, MaxRequests, nameof(requests));
        var data = new byte[PrefixSize + (requests.Length * RequestSize)];
        data[0] = (byte)requests.Length;
        data[1] = sequence;
        Span<byte> rest = data.AsSpan(PrefixSize);
        for (int i = 0; i < requests.Length; i++)
        {
            Span<byte> request = rest.Slice(i * RequestSize, RequestSize);
            request[2] = requests[i].Channel;
            request[3] = requests[i].RegionId;
            BinaryPrimitives.WriteUInt32LittleEndian(request[4..], requests[i].SpaceRead);
        }

        return data;
    }
}
