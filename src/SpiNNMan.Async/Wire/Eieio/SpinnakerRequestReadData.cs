using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>A core asks for up to seven blocks of recorded data to be read.</summary>
/// <remarks>
/// <code>
/// 2  u8   y                                              5  u8  sequence number
/// 3  u8   x
/// 4  u8   [7:3] core   [2:0] number of blocks, 1 to 7
/// then 10 bytes for each block, two unused bytes between them:
/// 6  u8   channel       8  u32  start address
/// 7  u8   region       12  u32  space to be read, bytes
/// </code>
/// Protocol: eieio.md, "Reading recorded data".
/// </remarks>
public sealed class SpinnakerRequestReadData : EieioCommandMessage
{
    /// <summary>The most blocks in one message, 7.</summary>
    public const int MaxRequests = 7;

    private const int PrefixSize = 4;
    private const int RequestSize = 10;
    private const int RequestStride = 12;

    /// <summary>Makes the message.</summary>
    /// <param name="core">The core that asks, 0 to 31.</param>
    /// <param name="sequence">The number of this message.</param>
    /// <param name="requests">The blocks, 1 to <see cref="MaxRequests"/>.</param>
    /// <exception cref="InvalidParameterException">The core's number is more than 31, or there are no blocks or too many.</exception>
    public SpinnakerRequestReadData(CoreLocation core, byte sequence, params ReadOnlySpan<ReadDataRequest> requests)
        : this(Encode(core, sequence, requests))
    {
    }

    internal SpinnakerRequestReadData(ReadOnlyMemory<byte> data)
        : base(EieioCommand.SpinnakerRequestReadData, data)
    {
    }

    /// <summary>The core that asks.</summary>
    public CoreLocation Core => new(Data.Span[1], Data.Span[0], (byte)(Data.Span[2] >> 3));

    /// <summary>The number of blocks, 1 to <see cref="MaxRequests"/>.</summary>
    public int RequestCount => Data.Span[2] & MaxRequests;

    /// <summary>The number of this message.</summary>
    public byte Sequence => Data.Span[3];

    /// <summary>One of the blocks.</summary>
    /// <param name="requestId">Which one, from 0.</param>
    /// <exception cref="InvalidParameterException">There is no such block.</exception>
    public ReadDataRequest this[int requestId]
    {
        get
        {
            InvalidParameterException.ThrowIfOutside(requestId, 0, RequestCount - 1, nameof(requestId));
            ReadOnlySpan<byte> request = Data.Span.Slice(PrefixSize + (requestId * RequestStride), RequestSize);
            return new ReadDataRequest(
                request[0],
                request[1],
                BinaryPrimitives.ReadUInt32LittleEndian(request[2..]),
                BinaryPrimitives.ReadUInt32LittleEndian(request[6..]));
        }
    }

    internal static bool TryTakeFields(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> fields, out PacketError error)
    {
        if (!TryTake(data, PrefixSize, nameof(SpinnakerRequestReadData), out fields, out error))
            return false;

        int count = data.Span[2] & MaxRequests;
        if (count > 0)
            return TryTake(data, GetDataSize(count), nameof(SpinnakerRequestReadData), out fields, out error);

        error = PacketError.BadValue(nameof(SpinnakerRequestReadData), 2, "the number of blocks is 0");
        return false;
    }

    private static int GetDataSize(int count) => PrefixSize + (count * RequestStride) - (RequestStride - RequestSize);

    private static ReadOnlyMemory<byte> Encode(CoreLocation core, byte sequence, ReadOnlySpan<ReadDataRequest> requests)
    {
        InvalidParameterException.ThrowIfOutside(core.Core, 0, 31, nameof(core));
        InvalidParameterException.ThrowIfOutside(requests.Length, 1, MaxRequests, nameof(requests));
        var data = new byte[GetDataSize(requests.Length)];
        data[0] = core.Y;
        data[1] = core.X;
        data[2] = (byte)((core.Core << 3) | requests.Length);
        data[3] = sequence;
        Span<byte> rest = data.AsSpan(PrefixSize);
        for (int i = 0; i < requests.Length; i++)
        {
            Span<byte> request = rest.Slice(i * RequestStride, RequestSize);
            request[0] = requests[i].Channel;
            request[1] = requests[i].RegionId;
            BinaryPrimitives.WriteUInt32LittleEndian(request[2..], requests[i].StartAddress);
            BinaryPrimitives.WriteUInt32LittleEndian(request[6..], requests[i].SpaceToBeRead);
        }

        return data;
    }
}
