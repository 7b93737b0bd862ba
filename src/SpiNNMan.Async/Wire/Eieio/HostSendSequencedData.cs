using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>Events for a region of a core, numbered so that the core can see a missing one.</summary>
/// <remarks>
/// <code>
/// 2  u8  region
/// 3  u8  sequence number, counting modulo 256 from 0
/// 4  ..  a complete data message
/// </code>
/// Protocol: eieio.md, "Sending buffered events".
/// </remarks>
public sealed class HostSendSequencedData : EieioCommandMessage
{
    private const int PrefixSize = 2;

    /// <summary>Makes the message.</summary>
    /// <param name="regionId">The region of the core's memory that the events are for.</param>
    /// <param name="sequence">The number of this message, one more than that of the last, modulo 256.</param>
    /// <param name="message">The events. They are copied as they are now.</param>
    public HostSendSequencedData(byte regionId, byte sequence, EieioDataMessage message)
        : base(EieioCommand.HostSendSequencedData, Encode(regionId, sequence, message))
    {
        Message = new EieioDataMessage(message.Header, Data[(PrefixSize + message.Header.Size)..]);
    }

    internal HostSendSequencedData(ReadOnlyMemory<byte> data)
        : base(EieioCommand.HostSendSequencedData, data)
    {
        // The fields have been checked.
        Message = EieioDataHeader.TryParse(data.Span[PrefixSize..], out EieioDataHeader header, out PacketError error)
            ? new EieioDataMessage(header, data[(PrefixSize + header.Size)..])
            : throw new InvalidPacketException(error);
    }

    /// <summary>The region of the core's memory that the events are for.</summary>
    public byte RegionId => Data.Span[0];

    /// <summary>The number of this message.</summary>
    public byte Sequence => Data.Span[1];

    /// <summary>The events.</summary>
    public EieioDataMessage Message { get; }

    internal static bool TryTakeFields(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> fields, out PacketError error)
    {
        if (!TryTake(data, PrefixSize, nameof(HostSendSequencedData), out fields, out error))
            return false;

        if (EieioElements.TryParse(data[PrefixSize..], out EieioElements elements, out error))
        {
            fields = data[..(PrefixSize + elements.Header.Size + elements.Bytes.Length)];
            return true;
        }

        error = error with { Offset = error.Offset + PrefixSize };
        return false;
    }

    private static ReadOnlyMemory<byte> Encode(byte regionId, byte sequence, EieioDataMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var data = new byte[PrefixSize + message.Size];
        data[0] = regionId;
        data[1] = sequence;
        message.Write(data.AsSpan(PrefixSize));
        return data;
    }
}
