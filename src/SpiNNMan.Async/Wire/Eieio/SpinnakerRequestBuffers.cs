using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Wire.Eieio;

/// <summary>A core says that one of its regions has room for more events.</summary>
/// <remarks>
/// <code>
/// 2  u8   y                   6  u8   region
/// 3  u8   x                   7  u8   sequence number
/// 4  u8   [7:3] core          8  u32  room, bytes
/// 5  u8   0
/// </code>
/// Protocol: eieio.md, "Sending buffered events".
/// </remarks>
public sealed class SpinnakerRequestBuffers : EieioCommandMessage
{
    private const int DataSize = 10;

    /// <summary>Makes the message.</summary>
    /// <param name="core">The core that asks, 0 to 31.</param>
    /// <param name="regionId">The region of its memory that has room.</param>
    /// <param name="sequence">The number of the last sequenced message the core has.</param>
    /// <param name="spaceAvailable">How much room there is, in bytes.</param>
    /// <exception cref="InvalidParameterException">The core's number is more than 31.</exception>
    public SpinnakerRequestBuffers(CoreLocation core, byte regionId, byte sequence, uint spaceAvailable)
        : this(Encode(core, regionId, sequence, spaceAvailable))
    {
    }

    internal SpinnakerRequestBuffers(ReadOnlyMemory<byte> data)
        : base(EieioCommand.SpinnakerRequestBuffers, data)
    {
    }

    /// <summary>The core that asks.</summary>
    public CoreLocation Core => new(Data.Span[1], Data.Span[0], (byte)(Data.Span[2] >> 3));

    /// <summary>The region of its memory that has room.</summary>
    public byte RegionId => Data.Span[4];

    /// <summary>The number of the last sequenced message the core has.</summary>
    public byte Sequence => Data.Span[5];

    /// <summary>How much room there is, in bytes.</summary>
    public uint SpaceAvailable => BinaryPrimitives.ReadUInt32LittleEndian(Data.Span[6..]);

    internal static bool TryTakeFields(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> fields, out PacketError error) =>
        TryTake(data, DataSize, nameof(SpinnakerRequestBuffers), out fields, out error);

    private static ReadOnlyMemory<byte> Encode(CoreLocation core, byte regionId, byte sequence, uint spaceAvailable)
    {
        InvalidParameterException.ThrowIfOutside(core.Core, 0, 31, nameof(core));
        byte[] data = [core.Y, core.X, (byte)(core.Core << 3), 0, regionId, sequence, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(6), spaceAvailable);
        return data;
    }
}
