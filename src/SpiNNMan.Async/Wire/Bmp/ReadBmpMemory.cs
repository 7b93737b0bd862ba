using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Wire.Bmp;

/// <summary>Reads up to 256 bytes of a memory of a BMP: the serial flash or the EEPROM.</summary>
/// <remarks>
/// <code>
/// argument 1  address
/// argument 2  size in bytes
/// argument 3  0: read
/// reply       the bytes
/// </code>
/// Protocol: bmp.md, "Serial flash" and "EEPROM". Only boards that manage a backplane have an EEPROM, others refuse.
/// </remarks>
public readonly struct ReadBmpMemory : IScpBytesRequest
{
    private const uint ReadOperation = 0;

    /// <summary>Makes a request for bytes of a memory.</summary>
    /// <param name="board">The board, 0 to 31; frames have 0 to 23.</param>
    /// <param name="memory">The memory to read.</param>
    /// <param name="address">The first byte to read.</param>
    /// <param name="size">How many, 1 to 256.</param>
    /// <exception cref="InvalidParameterException">The board, the memory or the size is out of range.</exception>
    public ReadBmpMemory(int board, BmpMemory memory, uint address, int size)
    {
        BmpTarget.Check(board);
        Command = memory.Command();
        InvalidParameterException.ThrowIfOutside(size, 1, ScpMessage.MaxDataSize, nameof(size));
        Board = board;
        Memory = memory;
        Address = address;
        ByteCount = size;
    }

    /// <summary>The memory.</summary>
    public BmpMemory Memory { get; }

    /// <summary>The first byte.</summary>
    public uint Address { get; }

    /// <summary>How many bytes.</summary>
    public int ByteCount { get; }

    /// <summary>The board.</summary>
    public int Board { get; }

    /// <inheritdoc/>
    public int ResponseSize => ByteCount;

    /// <inheritdoc/>
    public ScpCommand Command { get; }

    /// <inheritdoc/>
    public SdpEndpoint Destination => BmpTarget.Of(Board);

    /// <inheritdoc/>
    public ScpArguments Arguments => new(Address, (uint)ByteCount, ReadOperation);

    /// <inheritdoc/>
    public TimeoutClass TimeoutClass => TimeoutClass.Gathering;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Data => default;

    /// <inheritdoc/>
    public Repeatability Repeatability => Repeatability.Repeatable;

    /// <inheritdoc/>
    public bool AcceptsResult(ScpResult result) => result == ScpResult.Ok;

    /// <inheritdoc/>
    public bool TryParseResponse(in ScpReply reply, out byte[] response, out PacketError error) =>
        reply.TryReadBytes(ByteCount, nameof(ReadBmpMemory), out response, out error);
}
