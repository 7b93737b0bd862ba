using System.Buffers.Binary;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Asks for the checksum of a part of the serial flash.</summary>
/// <remarks>
/// <code>
/// argument 1  address
/// argument 2  size in bytes
/// argument 3  2: checksum
/// reply       u32 CRC-32
/// </code>
/// Protocol: bmp.md, "Serial flash".
/// </remarks>
public readonly struct ReadBmpSerialFlashCrc : IScpRequest<uint>
{
    private const uint ChecksumOperation = 2;

    /// <summary>Makes a request for a checksum.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="size">How many bytes.</param>
    /// <exception cref="InvalidParameterException">The board is out of range, or the size negative.</exception>
    public ReadBmpSerialFlashCrc(int board, uint address, int size)
    {
        BmpTarget.Check(board);
        InvalidParameterException.ThrowIfOutside(size, 0, int.MaxValue, nameof(size));
        Board = board;
        Address = address;
        ByteCount = size;
    }

    /// <summary>The first byte.</summary>
    public uint Address { get; }

    /// <summary>How many bytes.</summary>
    public int ByteCount { get; }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public ScpCommand Command => ScpCommand.BmpSerialFlash;

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Address, (uint)ByteCount, ChecksumOperation);

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Copying;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out uint response, out PacketError error)
    {
        bool whole = reply.HasPayload(sizeof(uint), nameof(ReadBmpSerialFlashCrc), out error);
        response = whole ? BinaryPrimitives.ReadUInt32LittleEndian(reply.Payload) : 0;
        return whole;
    }
}
